"""Gate 10: a bad line is refused by name, one that cannot be judged is set aside, the rest comes in."""

import hashlib
import json
from dataclasses import replace

import pytest

from app.bundle.container import LINE_FILES, REVISIONS
from app.bundle.lines import LineSplitter
from app.crypto.signing import sign_revision, sign_text
from app.domain.identity import card_body, revocation_body
from app.domain.plan import Judged
from app.domain.revision import Revision, revision_id
from app.domain.signed_text import (
    ATTESTATION_TAG,
    CARD_TAG,
    MAX_ATTESTATION_BYTES,
    MAX_CARD_BYTES,
    REVOCATION_TAG,
    SignedText,
)
from tests.builders import NOW, Party, party
from tests.bundle.builders import (
    COORDINATOR,
    LAWYER,
    MONITOR,
    STRANGER,
    RecordingSink,
    attestation_text,
    contents,
    knowing,
    lines,
    opened,
    pieces_of,
    rotation_text,
    signed_text,
    some_revisions,
    written,
)
from tests.bundle.damage import SMALL_ORDER


def sha256(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()


def taken(sink: RecordingSink | None = None, **sources: tuple[str, ...]) -> tuple[Judged, ...]:
    """What became of the bad lines of a bundle that has good ones around them."""
    sink = sink or RecordingSink()
    good = some_revisions(party(MONITOR), 1)[0].to_line()
    sources.setdefault("cards", ())
    sources.setdefault("attestations", ())
    sources["revisions"] = (good, *sources.get("revisions", ()), good)
    line_sources = {name: lines(*texts) for name, texts in sources.items()}
    data, _told = written(replace(contents(evidence=()), **line_sources))  # type: ignore[arg-type]
    judged = opened(data, sink=sink).judged
    assert sink.revisions[0][1] == sink.revisions[-1][1] == good
    refused = {(entry.id, entry.code) for entry in judged}
    assert refused == set(sink.refusals) | {(name, code) for name, _line, code, _author in sink.aside}
    return judged


def revision_of(author: Party) -> Revision:
    return some_revisions(author, 1)[0]


def edited(revision: Revision, header_text: str, author: Party) -> Revision:
    """The revision under another header, truly signed."""
    identifier = revision_id(header_text)
    signature = sign_revision(bytes.fromhex(identifier), author.keys)
    return Revision(identifier, revision.header, header_text, signature, revision.parts)


def test_a_false_signature_is_refused_by_the_id_of_the_revision() -> None:
    bad = replace(revision_of(party(MONITOR)), signature=bytes(64))
    assert taken(revisions=(bad.to_line(),)) == (Judged(bad.id, "revision.signature"),)


def test_a_part_that_does_not_fit_its_hash() -> None:
    good = revision_of(party(MONITOR))
    line = good.to_line().replace("шабуыл", "шабуыл!")
    assert taken(revisions=(line,)) == (Judged(good.id, "revision.hash"),)


def test_somebody_elses_revision_under_the_senders_name() -> None:
    forged = revision_of(party(LAWYER))
    text = forged.header_text.replace(party(LAWYER).fingerprint, party(MONITOR).fingerprint)
    stolen = edited(forged, text, party(LAWYER))
    assert taken(revisions=(stolen.to_line(),)) == (Judged(stolen.id, "revision.signature"),)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "{}",
        "null",
        "\ufeff{}",
        ' {"header":"{}"}',
        '{"header":"{}"}\r',
        "\x00",
        '{"a":1,"a":2}',
    ],
)
def test_a_line_of_no_shape_is_named_by_its_digest(line: str) -> None:
    assert taken(revisions=(line,)) == (Judged(sha256(line), "revision.shape"),)


@pytest.mark.parametrize("around", ["{}\r", " {}", "\ufeff{}", "{} "])
def test_nothing_may_stand_around_a_good_line(around: str) -> None:
    line = around.replace("{}", revision_of(party(MONITOR)).to_line())
    assert [entry.code for entry in taken(revisions=(line,))] == ["revision.shape"]


def test_a_revision_of_an_unknown_author_is_kept_whole_until_the_card_comes() -> None:
    sink = RecordingSink()
    stranger = party(STRANGER)
    early = revision_of(stranger)
    judged = taken(sink, revisions=(early.to_line(),))
    assert judged == (Judged(early.id, "revision.author_unknown"),)
    assert sink.aside == [(early.id, early.to_line(), "revision.author_unknown", stranger.fingerprint)]
    assert taken(cards=(stranger.card.text,), revisions=(early.to_line(),)) == ()


def test_a_card_known_here_serves_as_well() -> None:
    stranger = party(STRANGER)
    data, _told = written(contents(cards=lines(), revisions=lines(revision_of(stranger).to_line())))
    lookup = knowing(party(MONITOR), stranger, party(LAWYER))
    assert opened(data, lookup=lookup).judged == ()


def test_a_later_format_is_kept_whole() -> None:
    sink = RecordingSink()
    good = revision_of(party(MONITOR))
    later = edited(good, good.header_text.replace('"format":1', '"format":2'), party(MONITOR))
    judged = taken(sink, revisions=(later.to_line(),))
    assert judged == (Judged(later.id, "revision.newer_format"),)
    assert sink.aside[0][1] == later.to_line()
    assert sink.aside[0][3] == party(MONITOR).fingerprint


def test_an_unknown_kind_and_a_newer_schema_come_in() -> None:
    good = revision_of(party(MONITOR))
    text = good.header_text.replace('"kind":"incident"', '"kind":"saved_search"').replace(
        '"schema":1', '"schema":9'
    )
    assert taken(revisions=(edited(good, text, party(MONITOR)).to_line(),)) == ()


def test_a_line_beyond_its_limit_is_named_and_what_follows_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LINE_FILES, REVISIONS, 4000)
    long = '{"header":"' + "x" * 5000 + '"}'
    assert taken(revisions=(long,)) == (Judged(sha256(long), "revision.limits"),)


def test_cards_are_judged_by_themselves() -> None:
    lawyer = party(LAWYER)
    forged = lawyer.card.text.replace(LAWYER, "Ұры Есімі")
    weak = replace(lawyer.card, keys=replace(lawyer.card.keys, ed25519=SMALL_ORDER))
    body = card_body(weak)
    signature = replace(
        sign_text(CARD_TAG, body, lawyer.keys, weak.fingerprint), ed25519=SMALL_ORDER + bytes(32)
    )
    small = SignedText(CARD_TAG, body, (signature,)).to_text()
    sink = RecordingSink()
    judged = taken(sink, cards=(forged, small, "{}", lawyer.card.text))
    assert judged == (
        Judged(sha256(forged), "revision.signature"),
        Judged(sha256(small), "revision.signature"),
        Judged(sha256("{}"), "revision.shape"),
    )
    assert [card.text for card in sink.cards] == [lawyer.card.text]


def test_revocations_are_signed_by_the_key_that_ends() -> None:
    lawyer, stranger = party(LAWYER), party(STRANGER)
    body = revocation_body(lawyer.fingerprint, {}, "stolen", NOW)
    forged = signed_text(REVOCATION_TAG, body, stranger, as_signer=lawyer.fingerprint)
    by_another = signed_text(REVOCATION_TAG, body, stranger)
    unknown = stranger.revocation.text
    sink = RecordingSink()
    judged = taken(sink, cards=(lawyer.card.text, lawyer.revocation.text, forged, by_another, unknown))
    assert judged == (
        Judged(sha256(forged), "revision.signature"),
        Judged(sha256(by_another), "revision.author_unknown"),
        Judged(sha256(unknown), "revision.author_unknown"),
    )
    assert [revocation.text for revocation in sink.revocations] == [lawyer.revocation.text]
    assert sink.advice_given == []


def test_a_revocation_by_another_is_advice_of_the_one_who_truly_signed_it() -> None:
    lawyer, monitor = party(LAWYER), party(MONITOR)
    body = revocation_body(lawyer.fingerprint, {}, "stolen", NOW)
    good = signed_text(REVOCATION_TAG, body, monitor)
    forged = signed_text(REVOCATION_TAG, body, party(STRANGER), as_signer=monitor.fingerprint)
    by_two = signed_text(REVOCATION_TAG, body, monitor, party(COORDINATOR))
    sink = RecordingSink()
    judged = taken(sink, cards=(lawyer.card.text, good, forged, by_two))
    assert judged == tuple(Judged(sha256(line), "revision.signature") for line in (forged, by_two))
    assert [(advice.text, signer) for advice, signer in sink.advice_given] == [(good, monitor.fingerprint)]
    assert sink.revocations == []


def test_rotations_are_signed_by_both_keys() -> None:
    old, new = party(LAWYER), party(STRANGER)
    good = rotation_text(old, new)
    one_sided = (rotation_text(old, new, new), rotation_text(old, new, old))
    sink = RecordingSink()
    judged = taken(sink, cards=(old.card.text, good, *one_sided))
    assert judged == tuple(Judged(sha256(line), "revision.signature") for line in one_sided)
    assert [(rotation.old, rotation.card.text) for rotation in sink.rotations] == [
        (old.fingerprint, new.card.text)
    ]


def test_attestations_need_their_author_and_both_signatures() -> None:
    ids = [revision_of(party(LAWYER)).id]
    good = attestation_text(party(MONITOR), ids)
    forged = attestation_text(party(MONITOR), ids, signed_by=party(LAWYER))
    unknown = attestation_text(party(STRANGER), ids)
    classical = replaced_signature(good)
    sink = RecordingSink()
    judged = taken(sink, attestations=(good, forged, unknown, classical))
    assert judged == (
        Judged(sha256(forged), "revision.signature"),
        Judged(sha256(unknown), "revision.author_unknown"),
        Judged(sha256(classical), "revision.signature"),
    )
    assert [attestation.revisions for attestation in sink.attestations] == [tuple(ids)]


def replaced_signature(text: str) -> str:
    """The attestation with a good Ed25519 signature alone."""
    body = json.loads(text)["body"]
    author = party(MONITOR)
    good = sign_text(ATTESTATION_TAG, body, author.keys, author.fingerprint)
    return SignedText(ATTESTATION_TAG, body, (replace(good, ml_dsa_65=bytes(3309)),)).to_text()


def test_signed_texts_of_unknown_kinds_are_kept() -> None:
    later = signed_text("daftar-receipt@7", "{}", party(MONITOR))
    sink = RecordingSink()
    assert taken(sink, cards=(later,), attestations=(later,)) == ()
    assert sink.unknown == [later, later]


def test_more_authors_than_allowed_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.bundle.lines.MAX_CARDS", 1)
    cards = (party(LAWYER).card.text, party(STRANGER).card.text)
    assert taken(cards=cards) == (Judged(sha256(cards[1]), "revision.limits"),)


@pytest.mark.parametrize("limit", [MAX_CARD_BYTES, MAX_ATTESTATION_BYTES, 20, 7])
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_lines_are_the_same_however_they_come(limit: int, size: int) -> None:
    whole = b"one\n\ntwo two two\n" + b"3" * 20 + b"\nrest"
    splitter = LineSplitter(limit)
    found = [line for piece in pieces_of(whole, size) for line in splitter.feed(piece)]
    rest = splitter.rest()
    assert rest is not None
    texts = whole.split(b"\n")
    assert [line.sha256 for line in [*found, rest]] == [hashlib.sha256(text).hexdigest() for text in texts]
    assert [line.data for line in [*found, rest]] == [text if len(text) <= limit else None for text in texts]
    assert splitter.rest() is None


def test_a_last_line_without_an_end_is_judged_too() -> None:
    splitter = LineSplitter(100)
    assert list(splitter.feed(b"{}")) == []
    assert splitter.rest() is not None
    assert LineSplitter(100).rest() is None
