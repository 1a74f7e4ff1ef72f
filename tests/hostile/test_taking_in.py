"""Bundles of a verified sender, truly signed, whose lines would harm the vault that takes them in.

They come in, or are named and refused line by line; afterwards the vault must be whole, open
again, and save as before.
"""

import hashlib
import json
from unittest.mock import patch

import pytest

from app.domain.errors import RevisionError
from app.domain.revision import MAX_LINE_BYTES
from app.domain.signed_text import MAX_ATTESTATION_BYTES, MAX_CARD_BYTES
from app.domain.strict_json import MAX_INTEGER
from app.domain.work import Watch
from app.services.incoming import Applying
from app.vault.dormant import DormantLine
from tests.builders import Writer, party
from tests.bundle.builders import MONITOR, contents, lines, signed_text, written
from tests.hostile.receiver import INCIDENT, Receiver, opened_receiver


def bundle_of(*revisions: str, cards: tuple[str, ...] = (), attestations: tuple[str, ...] = ()) -> bytes:
    """A bundle of the monitor with these lines."""
    what = contents(
        cards=lines(*cards), attestations=lines(*attestations), revisions=lines(*revisions), evidence=()
    )
    return written(what)[0]


def assert_unharmed(receiver: Receiver) -> None:
    """Nothing is staged, everything verifies, one can save and open again."""
    services = receiver.services
    receiver.trace()
    saved = services.recording.add(INCIDENT, (), Watch())
    services.recording.edit(saved.id, {"title": "екінші"})
    report = services.access.verify(Watch())
    assert (report.problems, report.warnings) == ((), ())
    digest = services.access.digest()
    services.close()
    with opened_receiver(receiver.folder) as again:
        assert again.services.access.digest() == digest


def test_the_chain_of_our_replica_is_ours_alone(fresh: Receiver) -> None:
    """Our replica's name is no secret: it stands in every bundle that we send."""
    hijacker = Writer(party(MONITOR), fresh.services.vault.replica)
    early = hijacker.write("incident", {"open": INCIDENT})
    hijacker.sequence = MAX_INTEGER - 1
    late = hijacker.write("incident", {"open": INCIDENT})
    plan = fresh.apply(bundle_of(early.to_line(), late.to_line()))
    assert plan.records.new == 2
    assert_unharmed(fresh)


@pytest.mark.parametrize("file", ["cards", "attestations"])
def test_a_line_set_aside_may_be_as_long_as_any_line(fresh: Receiver, file: str) -> None:
    """Quotation marks grow when they are written down once more."""
    size = {"cards": MAX_CARD_BYTES, "attestations": MAX_ATTESTATION_BYTES}[file]
    envelope = signed_text("daftar-later@1", "BODY", party(MONITOR))
    line = envelope.replace("BODY", '\\"' * ((size - len(envelope)) // 2))
    plan = fresh.apply(bundle_of(cards=(line,)) if file == "cards" else bundle_of(attestations=(line,)))
    assert plan.applied
    kept = fresh.services.vault.dormant.line(hashlib.sha256(line.encode()).hexdigest())
    assert kept is not None
    assert kept.line == line
    assert_unharmed(fresh)


def test_a_revision_of_a_later_format_may_be_as_long_as_any_line(fresh: Receiver) -> None:
    text = Writer(party(MONITOR)).write("incident", {"open": {}}).header_text
    later = text.replace('"format":1', '"format":2')
    line = json.dumps({"header": later, "sig": "", "parts": {}, "more": "MORE"})
    line = line.replace("MORE", '\\"' * ((MAX_LINE_BYTES - len(line)) // 2))
    plan = fresh.apply(bundle_of(line))
    assert [entry.code for entry in plan.dormant] == ["revision.newer_format"]
    assert_unharmed(fresh)


def test_a_record_that_arrives_from_its_end(fresh: Receiver) -> None:
    """Each revision wakes the one that waits for it, however many there are and in whatever order."""
    writer = Writer(party(MONITOR))
    chain = [writer.write("incident", {"open": INCIDENT})]
    while len(chain) < 300:
        chain.append(writer.follow(chain[-1], {"open": {"title": str(len(chain))}}))
    judged: list[str] = []
    wake = Applying._wake

    def counting(applying: Applying, kept: DormantLine) -> RevisionError | None:
        judged.append(kept.id)
        return wake(applying, kept)

    with patch.object(Applying, "_wake", counting):
        fresh.apply(bundle_of(*(revision.to_line() for revision in reversed(chain))))
    assert len(judged) < 3 * len(chain)
    assert fresh.services.vault.dormant.digests() == ()
    assert fresh.services.recording.show(chain[0].header.record_id).content["title"] == "299"
    assert_unharmed(fresh)
