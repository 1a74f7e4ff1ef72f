"""`contact`: cards, codes, standing."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import pack
from zlib import compress, crc32

import pytest

from app.domain.date_words import date_in_words
from app.domain.identity import Fingerprint, code_text, spoken_digits, spoken_words
from app.reports.qr_code import code_modules
from tests.cli.conftest import Coalition
from tests.cli.shell import Desk, SetClock, run


@pytest.fixture
def stranger(tmp_path: Path, desk: Desk) -> tuple[Path, str]:
    """The card of somebody unknown, and its fingerprint."""
    other = Desk(tmp_path / "stranger", desk.passphrase_file)
    options = ("--name", "Бейтаныс", "--role", "lawyer", "--organisation", "Ҳуқуқ", "--kdf", "floor")
    made = other.answer("vault", "create", *options)
    card = tmp_path / "stranger.card"
    written = other.answer("contact", "card", "--out", card)
    assert written["path"] == str(card)
    return card, made["fingerprint"]


def test_a_card_is_printed_and_written_alike(desk: Desk, tmp_path: Path) -> None:
    printed = desk.answer("contact", "card")
    desk.answer("contact", "card", "--out", tmp_path / "own.card")
    assert (tmp_path / "own.card").read_text("utf-8").strip() == printed["card"]
    assert printed["path"] is None


def test_a_card_without_a_code_is_unverified_until_the_code_is_compared(
    desk: Desk, stranger: tuple[Path, str]
) -> None:
    card, fingerprint = stranger
    assert desk.answer("contact", "add", card)["trust"] == "unverified"
    wrong = ("contact", "verify", fingerprint, "--fingerprint", "0" * 64)
    assert desk.refusal(*wrong) == "contact.fingerprint"
    for spelling in (
        spoken_digits(fingerprint),  # type: ignore[arg-type]
        spoken_words(fingerprint, "ru"),  # type: ignore[arg-type]
        fingerprint.upper(),
    ):
        shown = desk.answer("contact", "verify", spelling, "--fingerprint", spelling)
        assert (shown["trust"], shown["organisation"]) == ("verified", "Ҳуқуқ")


@pytest.mark.parametrize("told", ["", "12345", "0" * 64, "00000 " * 8])
def test_a_card_with_a_wrong_code_is_not_added(desk: Desk, stranger: tuple[Path, str], told: str) -> None:
    card, fingerprint = stranger
    assert desk.refusal("contact", "add", card, "--fingerprint", told) == "contact.fingerprint"
    assert fingerprint not in run(*desk.options, "contact", "list").text


def test_part_of_a_code_is_never_enough(desk: Desk, stranger: tuple[Path, str]) -> None:
    card, fingerprint = stranger
    assert desk.refusal("contact", "add", card, "--fingerprint", fingerprint[:32]) == "contact.fingerprint"


def test_forged_and_broken_cards_are_refused(desk: Desk, stranger: tuple[Path, str], tmp_path: Path) -> None:
    card, _ = stranger
    envelope = json.loads(card.read_text("utf-8"))
    forged = envelope | {"body": envelope["body"].replace("Бейтаныс", "Таныс дос")}
    for number, text in enumerate((json.dumps(forged), "{}", "", "x" * 70_000)):
        path = tmp_path / f"{number}.card"
        path.write_text(text, "utf-8")
        assert desk.refusal("contact", "add", path) == "contact.card"
    assert desk.refusal("contact", "add", tmp_path / "absent.card") == "disk.unreadable"


def test_a_card_comes_by_standard_input_too(desk: Desk, stranger: tuple[Path, str]) -> None:
    card, fingerprint = stranger
    shown = desk.answer("contact", "add", "-", "--fingerprint", fingerprint, given=card.read_bytes())
    assert shown["trust"] == "verified"


def test_a_revoked_contact_stays_revoked(coalition: Coalition) -> None:
    desk, lawyer = coalition["monitor"], coalition.fingerprints["lawyer"]
    revoking = ("--yes", "contact", "revoke", lawyer, "--reason", "кілті жоғалды")
    assert desk.answer(*revoking)["trust"] == "revoked"
    assert desk.refusal("contact", "add", coalition.cards["lawyer"]) == "contact.revoked"
    assert desk.refusal("contact", "verify", lawyer, "--fingerprint", lawyer) == "contact.revoked"
    (shown,) = (each for each in desk.answer("contact", "list")["items"] if each["fingerprint"] == lawyer)
    assert (shown["trust"], shown["revoked_because"]) == ("revoked", "кілті жоғалды")


def test_unknown_contacts(coalition: Coalition) -> None:
    desk = coalition["monitor"]
    assert desk.refusal("contact", "verify", "0" * 64, "--fingerprint", "0" * 64) == "contact.unknown"
    assert desk.refusal("--yes", "contact", "revoke", "0" * 64) == "contact.unknown"


def test_people_read_code_and_standing(coalition: Coalition) -> None:
    desk = coalition["monitor"]
    outcome = run(*desk.options, "contact", "list")
    assert spoken_digits(coalition.fingerprints["lawyer"]) in outcome.text  # type: ignore[arg-type]


def test_a_key_is_replaced_and_its_contacts_follow_the_card(coalition: Coalition, tmp_path: Path) -> None:
    desk, lawyer = coalition["monitor"], coalition["lawyer"]
    replaced = desk.answer("--yes", "contact", "rotate")
    assert replaced["replaced"] == coalition.fingerprints["monitor"]
    assert "90" in replaced["warning"]
    desk.answer("contact", "card", "--out", tmp_path / "new.card")
    shown = lawyer.answer("contact", "add", tmp_path / "new.card")
    assert (shown["fingerprint"], shown["trust"]) == (replaced["fingerprint"], "verified")
    assert shown["followed_from"] == replaced["replaced"]
    assert "followed from" in run(*lawyer.options, "contact", "list").text
    # One of them, by any of their keys.
    assert lawyer.answer("contact", "show", replaced["digits"]) == shown
    before = lawyer.answer("contact", "show", replaced["replaced"])
    assert before["replaced_by"] == replaced["fingerprint"]
    assert (
        f"replaced by: {replaced['fingerprint']}"
        in run(*lawyer.options, "contact", "show", replaced["replaced"]).text
    )
    assert lawyer.refusal("contact", "show", "0" * 64) == "contact.unknown"


def test_ones_own_key_is_revoked_by_a_text_to_hand_out(coalition: Coalition, tmp_path: Path) -> None:
    desk, lawyer = coalition["monitor"], coalition["lawyer"]
    own = coalition.fingerprints["monitor"]
    ended = desk.answer("--yes", "contact", "revoke", own, "--reason", "ұрланды", "--out", tmp_path / "end")
    assert (ended["trust"], ended["path"]) == ("revoked", str(tmp_path / "end"))
    assert ended["new_fingerprint"] == desk.answer("contact", "card")["fingerprint"]
    assert lawyer.answer("contact", "add", tmp_path / "end")["trust"] == "revoked"


def test_keys_that_were_ones_own_are_listed_with_what_they_still_open(
    coalition: Coalition, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, first = coalition["monitor"], coalition.fingerprints["monitor"]
    assert desk.answer("contact", "list", "--own")["items"] == []
    replaced = desk.answer("--yes", "contact", "rotate")
    second = replaced["fingerprint"]
    (key,) = desk.answer("contact", "list", "--own")["items"]
    assert (key["fingerprint"], key["revoked_at"], key["reason"]) == (first, None, None)
    assert key["opens_until"] == replaced["old_opens_until"]
    desk.answer("--yes", "contact", "revoke", second, "--reason", "Тінтуде алынды")
    revoked, earlier = desk.answer("contact", "list", "--own")["items"]
    assert (revoked["fingerprint"], revoked["reason"], earlier) == (second, "Тінтуде алынды", key)
    lines = run(*desk.options, "contact", "list", "--own").text.splitlines()
    assert (lines[0].startswith("Revoked on "), "Тінтуде" in lines[0], lines[1].strip()) == (
        True,
        True,
        second,
    )
    assert lines[3].startswith(f"Replaced on {date_in_words(key['replaced_at'][:10])}: the key")
    day = date_in_words(key["opens_until"][:10])
    assert lines[5].strip() == f"Until {day} what is sealed for it opens here."

    later = datetime.now(UTC) + timedelta(91)
    monkeypatch.setattr("app.cli.session.SystemClock", lambda: SetClock(later))
    assert [each["opens_until"] for each in desk.answer("contact", "list", "--own")["items"]] == [None, None]
    assert "opens here no more" in run(*desk.options, "contact", "list", "--own").text


def test_what_ends_or_replaces_a_key_is_asked_for(desk: Desk, coalition: Coalition) -> None:
    for command in (("rotate",), ("revoke", coalition.fingerprints["lawyer"])):
        assert run(*desk.options, "contact", *command).exit_code == 2
    assert desk.answer("contact", "card")["fingerprint"] == coalition.fingerprints["monitor"]


def test_a_code_is_written_for_others_to_photograph(coalition: Coalition, tmp_path: Path) -> None:
    desk, lawyer = coalition["monitor"], coalition.fingerprints["lawyer"]
    own = desk.answer("contact", "qr", "--out", tmp_path / "own.svg")
    other = desk.answer("contact", "qr", lawyer, "--out", tmp_path / "lawyer.svg")
    assert (own["fingerprint"], other["fingerprint"]) == (coalition.fingerprints["monitor"], lawyer)
    drawn = [Path(each["path"]).read_text("utf-8") for each in (own, other)]
    assert drawn[0] != drawn[1]
    assert all(each.startswith("<svg ") for each in drawn)
    assert desk.refusal("contact", "qr", "0" * 64, "--out", tmp_path / "nobody.svg") == "contact.unknown"
    assert desk.answer("contact", "decline", lawyer)["trust"] == "verified"


def picture(path: Path, *texts: str) -> Path:
    """A PNG with the codes of these texts one below the other, eight pixels a module."""
    modules = [[row for row in code_modules(text) for _ in range(8)] for text in texts]
    side = max((len(rows) for rows in modules), default=80)
    lines = [bytes(0 if dark else 255 for dark in row for _ in range(8)) for rows in modules for row in rows]
    pixels = b"".join(b"\0" + line.ljust(side, b"\xff") for line in lines or [b""] * side)
    head = pack(">IIBBBBB", side, len(lines) or side, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", compress(pixels)), (b"IEND", b""))
    framed = (pack(">I", len(body)) + kind + body + pack(">I", crc32(kind + body)) for kind, body in chunks)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(framed))
    return path


def test_a_photographed_code_is_compared_and_verifies(
    desk: Desk, stranger: tuple[Path, str], tmp_path: Path
) -> None:
    card, fingerprint = stranger
    shown = picture(tmp_path / "shown.png", code_text(Fingerprint(fingerprint)))
    assert desk.refusal("contact", "compare", "--image", shown) == "contact.unknown"
    desk.answer("contact", "add", card)
    for named in ((), (fingerprint,)):
        compared = desk.answer("contact", "compare", *named, "--image", shown)
        assert (compared["fingerprint"], compared["trust"]) == (fingerprint, "unverified")
    assert desk.answer("contact", "verify", fingerprint, "--image", shown)["trust"] == "verified"


def test_a_picture_without_the_contacts_code_is_refused(
    desk: Desk, stranger: tuple[Path, str], tmp_path: Path
) -> None:
    card, fingerprint = stranger
    desk.answer("contact", "add", card)
    own = code_text(Fingerprint(desk.answer("contact", "card")["fingerprint"]))
    theirs = code_text(Fingerprint(fingerprint))
    image = tmp_path / "image.png"
    for texts, code in (
        ((), "contact.picture"),
        ((own, theirs), "contact.picture"),
        (("https://example.org/",), "contact.picture_other"),
        ((own,), "contact.picture_differs"),
    ):
        picture(image, *texts)
        for command in ("compare", "verify"):
            assert desk.refusal("contact", command, fingerprint, "--image", image) == code
    image.write_bytes(image.read_bytes()[:90])
    assert desk.refusal("contact", "compare", fingerprint, "--image", image) == "contact.picture"
    assert desk.refusal("contact", "compare", "--image", tmp_path / "absent.png") == "disk.unreadable"
    trusts = {each["fingerprint"]: each["trust"] for each in desk.answer("contact", "list")["items"]}
    assert trusts[fingerprint] == "unverified"
    picture(image, own)
    loud = run(*desk.options, "contact", "compare", fingerprint, "--image", image)
    assert loud.stderr.startswith("DANGER")
    for usage in ((), ("--image", image, "--fingerprint", fingerprint)):
        assert run(*desk.options, "contact", "verify", fingerprint, *usage).exit_code == 2
