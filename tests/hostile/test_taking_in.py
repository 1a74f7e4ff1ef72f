"""Bundles of a verified sender, truly signed, whose lines would harm the vault that takes them in.

They come in, or are named and refused line by line; afterwards the vault must be whole, open
again, and save as before.
"""

from app.domain.strict_json import MAX_INTEGER
from app.domain.work import Watch
from tests.builders import Writer, party
from tests.bundle.builders import MONITOR, contents, lines, written
from tests.hostile.receiver import INCIDENT, Receiver, opened_receiver


def bundle_of(*texts: str, **sources: tuple[str, ...]) -> bytes:
    """A bundle of the monitor with these revisions, and lines of cards or attestations."""
    given = {name: lines(*sources.get(name, ())) for name in ("cards", "attestations")}
    return written(contents(revisions=lines(*texts), evidence=(), **given))[0]


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
