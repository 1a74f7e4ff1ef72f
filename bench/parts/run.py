"""Runs the benchmarks, one after the other, and gathers what they measured in bench/RESULTS.md.

run.py [--only NAME,NAME] [--quick] …     the rest goes to each script

A script that was run replaces its section, the others stay. Figures of `--quick` are shown, not kept.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BENCH.parent))

from bench.parts.figures import HANDED_OVER

RESULTS = BENCH / "RESULTS.md"
HEAD = """# Results

Written by `make bench`: each section by the last whole run of its script, with its machine and time.
What the scripts measure and how stands in README.md here.
"""
SECTION = "\n## "


def main() -> int:
    """Everything is run even where something fails; the exit code tells."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--only", type=lambda names: names.split(","), help="scripts by name, with commas")
    parser.add_argument("--quick", action="store_true", help="small sizes; nothing is kept")
    chosen, others = parser.parse_known_args()
    scripts = {path.stem: path for path in sorted(BENCH.glob("*.py"))}
    if unknown := set(chosen.only or ()) - set(scripts):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(scripts)}")
    failed = []
    with tempfile.TemporaryDirectory() as name:
        handed_over = Path(name) / "figures"
        handed_over.touch()
        for script in chosen.only or scripts:
            command = [sys.executable, scripts[script], *(["--quick"] if chosen.quick else []), *others]
            environment = os.environ | {HANDED_OVER: str(handed_over)}
            if subprocess.run(command, env=environment, check=False).returncode:
                failed.append(script)
        tables = [json.loads(line) for line in handed_over.read_text(encoding="utf-8").splitlines()]
    if not chosen.quick:
        gather([table for table in tables if table["script"] not in failed])
    if failed:
        print(f"These benchmarks failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


def gather(tables: list[dict]) -> None:
    """Put the tables into the sections of their scripts."""
    written = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    sections = dict(part.split("\n", 1) for part in written.split(SECTION)[1:])
    for script in dict.fromkeys(table["script"] for table in tables):
        own = [table_text(table) for table in tables if table["script"] == script]
        sections[script] = "\n" + "\n".join(own)
    text = "".join(f"{SECTION}{script}\n{sections[script].rstrip()}\n" for script in sorted(sections))
    RESULTS.write_text(HEAD + text, encoding="utf-8")
    print(f"Written: {RESULTS.relative_to(BENCH.parent)}")


def table_text(table: dict) -> str:
    """One table in Markdown, above it where and when it was taken."""
    lines = [f"**{table['title']}** · {table['taken']} · {table['machine']}", ""]
    lines += [f"- {note}" for note in table["notes"]] + [""] * bool(table["notes"])
    lines += ["| what | measured | aim | met |", "|---|---|---|---|"]
    marks = {None: "", True: "yes", False: "**no**"}
    for figure in table["figures"]:
        cells = [figure["what"], figure["value"], figure["aim"], marks[figure["met"]]]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
