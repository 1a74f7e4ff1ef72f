"""The guards bite: every leak planted here is found."""

import base64
import json
import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.canary import (
    CANARIES,
    FULL_NAME,
    LATIN_NAME,
    SURNAME,
    TOWN,
    find_canaries,
    probes,
    spellings,
    text_names_canary,
)
from tests.conftest import PlainOutput

CONFTEST = Path(__file__).parent / "conftest.py"

LEAKS = {
    "NFC": FULL_NAME.encode(),
    "NFD": unicodedata.normalize("NFD", FULL_NAME).encode(),
    "folded": FULL_NAME.casefold().encode(),
    "folded Latin": LATIN_NAME.lower().encode(),
    "as a search index folds": "улыкбек канареикин".encode(),
    "UTF-16-LE": FULL_NAME.encode("utf-16-le"),
    "UTF-16-BE": FULL_NAME.encode("utf-16-be"),
    "UTF-16 at an odd offset": b"\x00" + LATIN_NAME.encode("utf-16-le"),
    "UTF-16 NFD": unicodedata.normalize("NFD", TOWN).encode("utf-16-le"),
    "base64, aligned": base64.b64encode(FULL_NAME.encode()),
    "base64, one byte before": base64.b64encode(b"." + FULL_NAME.encode()),
    "base64, two bytes before": base64.b64encode(b".." + FULL_NAME.encode()),
    "base64 NFD": base64.b64encode(unicodedata.normalize("NFD", FULL_NAME).encode()),
    "base64url": base64.urlsafe_b64encode(b"?" + TOWN.encode()),
    "JSON": json.dumps({"full": FULL_NAME}).encode(),
    "JSON in capitals": json.dumps(TOWN).upper().replace("\\U", "\\u").encode(),
    "percent": quote(FULL_NAME).encode(),
    "percent in small letters": quote(FULL_NAME).lower().encode(),
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS.keys())
def test_planted_name_is_found_in_bytes(leak: bytes, tmp_path: Path, plain_output: PlainOutput) -> None:
    planted = plain_output.allow(tmp_path / "deep" / "down" / "cache.bin")
    planted.parent.mkdir(parents=True)
    planted.write_bytes(b"\xff\x00 before" + leak + b"after \x00\xfe")
    assert [hit.path for hit in find_canaries(tmp_path)][:1] == [planted]


@pytest.mark.parametrize("name", CANARIES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_planted_name_is_found_in_file_names(
    name: str, form: str, tmp_path: Path, plain_output: PlainOutput
) -> None:
    folder = plain_output.allow(tmp_path / unicodedata.normalize(form, f"о {name}"))  # type: ignore[arg-type]
    folder.mkdir()
    (folder / "empty").touch()
    assert {(hit.path, hit.name) for hit in find_canaries(tmp_path)} == {(folder, name)}


def test_name_across_two_chunks_is_found(
    tmp_path: Path, plain_output: PlainOutput, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.canary.CHUNK_BYTES", 1000)
    planted = plain_output.allow(tmp_path / "page")
    for before in range(985, 1001):
        planted.write_bytes(bytes(before) + SURNAME.encode() + bytes(2000))
        assert find_canaries(planted), before


def test_every_spelling_holds_one_of_the_probes() -> None:
    needles = [needle for name in CANARIES for needle in spellings(name)]
    assert [needle for needle in needles if not any(probe in needle for probe in probes(CANARIES))] == []


def test_clean_folder_has_no_hits(tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text("Пример Тестов, Жаңаөзен, канарейка, 0JrQsNC9", encoding="utf-8")
    assert find_canaries(tmp_path) == []
    assert not text_names_canary("Пример Тестов")


LEAKING_TESTS = """
import logging, os, sys, tempfile, threading, time
from pathlib import Path
from tests.canary import SURNAME

def test_clean(tmp_path):
    (tmp_path / "clean").write_text("Пример Тестов", encoding="utf-8")

def test_leak_in_home():
    (Path.home() / "recent.xml").write_text(SURNAME, encoding="utf-16")

def test_leak_in_temporary_folder():
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(SURNAME.encode())

def test_leak_in_working_directory():
    Path(SURNAME).touch()

def test_leak_in_log():
    logging.getLogger("app").debug("saved %s", SURNAME)

def test_allowed(tmp_path, plain_output):
    plain_output.allow(tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(SURNAME, encoding="utf-8")

def test_allowed_elsewhere(tmp_path, plain_output):
    plain_output.allow(tmp_path / "in").mkdir()
    (tmp_path / "inner.json").write_text(SURNAME, encoding="utf-8")

def test_stray_warning():
    logging.getLogger("app").warning("odd")

def test_expected_warning(caplog):
    logging.getLogger("app").warning("odd")
    assert caplog.messages == ["odd"]
    caplog.clear()

def test_stray_stderr():
    print("noise", file=sys.stderr)

def test_stray_native_stderr():
    os.write(2, b"noise from a library")

def test_leaked_thread(monkeypatch):
    threading.Thread(target=time.sleep, args=(2.6,), daemon=True, name="left").start()

def test_warning_is_an_error():
    import warnings
    warnings.warn("old", DeprecationWarning)
"""


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project of its own with our conftest, to run tests that must fail."""
    monkeypatch.delenv("CI", raising=False)
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.syspathinsert(CONFTEST.parent.parent)
    return pytester


def test_each_guard_fails_the_test_that_leaks(
    inner: pytest.Pytester, caplog: pytest.LogCaptureFixture
) -> None:
    inner.makepyfile(LEAKING_TESTS)
    result = inner.runpytest_inprocess("-p", "no:randomly", "-W", "error", "-rA")
    caplog.clear()
    # What a guard finds after the body of a test is an error of its teardown, counted beside the pass.
    guarded = ("home", "temporary_folder", "working_directory", "log")
    result.stdout.fnmatch_lines_random([f"ERROR *::test_leak_in_{place}*" for place in guarded])
    result.stdout.fnmatch_lines_random(
        ["ERROR *::test_allowed_elsewhere*", "ERROR *::test_stray_warning*", "ERROR *::test_leaked_thread*"]
    )
    result.stdout.fnmatch_lines_random(
        [
            "FAILED *::test_stray_stderr*",
            "FAILED *::test_stray_native_stderr*",
            "FAILED *warning_is_an_error*",
        ]
    )
    result.assert_outcomes(passed=10, failed=3, errors=7)


@pytest.mark.parametrize("under_ci", [True, False])
def test_skip_that_hides_a_check_fails_under_ci(
    inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, under_ci: bool
) -> None:
    if under_ci:
        monkeypatch.setenv("CI", "true")
    inner.makepyfile(
        test_one="""
        import pytest

        def test_hidden():
            pytest.skip("node is missing")

        @pytest.mark.skipif(True, reason="node is missing")
        def test_marked():
            pass

        @pytest.mark.skip("only on Windows")
        def test_allowed():
            pass

        @pytest.mark.xfail(reason="known")
        def test_known():
            assert False
        """,
        test_two="""
        import pytest

        pytest.importorskip("no_such_module_anywhere")
        """,
    )
    arguments = ("-p", "no:randomly", "--continue-on-collection-errors")
    result = inner.runpytest_inprocess(*arguments)
    if under_ci:
        result.assert_outcomes(skipped=1, failed=1, errors=2, xfailed=1)
    else:
        result.assert_outcomes(skipped=4, xfailed=1)
