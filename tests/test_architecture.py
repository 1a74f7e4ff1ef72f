"""The habits of the house that ruff, mypy and import-linter cannot see."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.domain import errors
from app.domain.errors import REFUSALS, AppError

ROOT = Path(__file__).resolve().parent.parent
SOURCE_FOLDERS = ("app", "tests", "packaging", "bench")
FILE_LINES = 400
FUNCTION_LINES = 60
PUBLIC_METHODS = 12
MAIN_LINES = 25
FORBIDDEN_STEMS = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "base"}

# What gives the time or chance away; the contracts of pyproject.toml see imports only.
DOMAIN_FORBIDDEN_CALLS = {
    "now", "utcnow", "today", "uuid1", "uuid4", "uuid7", "urandom", "open", "print", "input",
}  # fmt: skip

# Broken up, so that this file does not accuse itself.
MACHINE_TRACES = tuple("/".join(parts) for parts in (
    ("", "work", ""), ("", "root", ""),
))  # fmt: skip
REGISTRY_HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com")


def sources(*folders: str) -> list[Path]:
    """Every Python file of these folders, `main.py` with them."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted([*(path for path in found if "node_modules" not in path.parts), ROOT / "main.py"])


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def where(path: Path, node: ast.stmt | ast.expr) -> str:
    """A place in the tree, as an editor opens it."""
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def nodes(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every file of these folders."""
    for path in sources(*folders):
        for node in ast.walk(parsed(path)):
            yield path, node


def test_files_are_short() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*SOURCE_FOLDERS)}
    assert [f"{path.name}: {count}" for path, count in lines.items() if count > FILE_LINES] == []
    assert lines[ROOT / "main.py"] <= MAIN_LINES


def test_functions_are_short() -> None:
    long = [
        f"{where(path, node)} {node.name}"
        for path, node in nodes(*SOURCE_FOLDERS)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_classes_have_few_public_methods() -> None:
    wide = []
    for path, node in nodes("app"):
        if isinstance(node, ast.ClassDef):
            methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
            if sum(not method.name.startswith("_") for method in methods) > PUBLIC_METHODS:
                wide.append(f"{where(path, node)} {node.name}")
    assert wide == []


def test_nothing_is_global() -> None:
    found = [where(p, n) for p, n in nodes(*SOURCE_FOLDERS) if isinstance(n, ast.Global)]
    assert found == []


def test_file_names_are_nouns_of_the_field() -> None:
    assert [path for path in sources(*SOURCE_FOLDERS) if path.stem in FORBIDDEN_STEMS] == []


def test_everything_public_has_a_docstring() -> None:
    missing = []
    for path in sources("app"):
        module = parsed(path)
        if ast.get_docstring(module) is None:
            missing.append(f"{path.relative_to(ROOT)}:1")
        bodies: list[ast.Module | ast.ClassDef] = [module]
        bodies += [node for node in module.body if isinstance(node, ast.ClassDef)]
        for body in bodies:
            for node in body.body:
                public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
                if public and not getattr(body, "name", "").startswith("_") and not _documented(node):
                    missing.append(f"{where(path, node)}")
    assert missing == []


def _documented(node: ast.stmt) -> bool:
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    marks = {ast.unparse(decorator) for decorator in node.decorator_list}
    inherited = bool(marks & {"override", "overload"}) or any(mark.endswith(".setter") for mark in marks)
    return inherited or ast.get_docstring(node) is not None


def test_errors_end_in_error() -> None:
    named = []
    for path, node in nodes("app"):
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
            if any(base.endswith(("Error", "Exception")) for base in bases) and node.name[-5:] != "Error":
                named.append(f"{where(path, node)} {node.name}")
    assert named == []


def test_domain_asks_neither_clock_nor_chance_nor_disk() -> None:
    asked = []
    for path, node in nodes("app/domain"):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in DOMAIN_FORBIDDEN_CALLS:
                asked.append(f"{where(path, node)} {called}")
    assert asked == []


def test_no_layout_is_asked_for_its_items() -> None:
    """Why not: `reading_order._laid_out`."""
    asked = [
        where(path, node)
        for path, node in nodes("app/gui", "tests")
        if isinstance(node, ast.Attribute) and node.attr == "itemAt"
    ]
    assert asked == []


def refusal_codes_in(path: Path) -> dict[str, ast.expr]:
    """Each code that a file gives to an AppError by name, with its place."""
    error_names = {name for name, value in vars(errors).items() if _is_refusal(value)}
    found: dict[str, ast.expr] = {}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in error_names:
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found[argument.value] = argument
    return found


def _is_refusal(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, AppError)


def test_every_raised_code_is_a_known_refusal() -> None:
    unknown = [
        f"{where(path, place)} {code}"
        for path in sources("app")
        for code, place in refusal_codes_in(path).items()
        if code not in REFUSALS
    ]
    assert unknown == []


def test_every_refusal_is_raised_somewhere() -> None:
    tree = Path(errors.__file__)
    raised = "\n".join(path.read_text(encoding="utf-8") for path in sources("app") if path != tree)
    assert [code for code in REFUSALS if f'"{code}"' not in raised] == []


def test_every_refusal_is_tested() -> None:
    own = Path(__file__)
    tested = "\n".join(path.read_text(encoding="utf-8") for path in sources("tests") if path != own)
    assert [code for code in REFUSALS if f'"{code}"' not in tested] == []


def test_every_refusal_is_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [code for code in REFUSALS if f"`{code}`" not in readme] == []


def test_every_refusal_has_a_sentence_and_an_advice() -> None:
    for code, refusal in REFUSALS.items():
        for text in (refusal.sentence, refusal.advice):
            assert re.fullmatch(r"\S.*\.", text), code
            assert len(text) <= 160, code


def test_every_threat_names_tests_that_are_there() -> None:
    table = (ROOT / "DESIGN.md").read_text(encoding="utf-8").split("## 8. Threat model")[1]
    threats = [line.split("|")[1:-1] for line in table.splitlines() if line.startswith("|")][2:]
    for threat, *_, shown_by in threats:
        named = re.findall(r"`([a-z_/]+)`", shown_by)
        assert named, threat
        assert [name for name in named if not (ROOT / "tests" / f"{name}.py").is_file()] == []


def test_no_file_names_this_machine_or_a_registry() -> None:
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.fail("git could not list the files of the tree")
    named = []
    for name in listing.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.name != "LICENSE":
            text = path.read_bytes().decode("utf-8", "replace")
            named += [f"{name}: {trace}" for trace in (*MACHINE_TRACES, *REGISTRY_HOSTS) if trace in text]
    assert named == []
