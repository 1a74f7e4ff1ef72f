"""Two to five people exchange bundles in any order, with repeats and losses, and end up alike.

Once everything has arrived everywhere, `vault digest` gives everybody the same
revisions and the same state; no draw of the schedule may change that.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.errors import RecordError
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.services import Services
from app.services.answers import Digest
from tests.canary import SURNAME
from tests.cli.inputs import incident
from tests.coalition import Founded, found_coalition, open_vault, receive, send

PARTIES = ("monitor", "lawyer", "coordinator", "fourth", "fifth")
GUARDED = ("sources", "privileged")
CHOICES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    ((), ()),
    (GUARDED, ()),
    ((), ("medical",)),
    ((), ("identities",)),
)
"""What a bundle carries besides the rest, and what it leaves out."""
CHANGES: tuple[JsonObject, ...] = (
    {"title": "Аты Ғ"},
    {"title": f"{SURNAME} Һ"},
    {"title": None},
    {"priority": "urgent"},
    {"suspected_motive": "себеп Ң"},
    {"narrative": {"language": "tg", "text": "Матни Ҷ Ӣ Ӯ", "privileged": True}},
    {"injuries": [{"id": "j2", "region": "hand", "kind": "burn"}]},
    {"sources": [{"id": "s2", "name": "Манбаъ Ҳ"}]},
    {"safety": "не звонить"},
    {"acts": [{"id": "a1", "form": "threat", "details": {"channel": "telephone"}}, {"id": "a2"}]},
)

Step = tuple[str, int, int, int]
numbers = st.integers(0, 999)
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["add", "delete"]), numbers, numbers, numbers),
        st.tuples(st.just("edit"), numbers, numbers, numbers),
        st.tuples(st.just("edit"), numbers, numbers, numbers),
        st.tuples(st.just("send"), numbers, numbers, numbers),
        st.tuples(st.just("receive"), numbers, numbers, numbers),
    ),
    min_size=4,
    max_size=14,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """Five vaults that know one another; each example works on copies."""
    return found_coalition(tmp_path_factory.mktemp("five"), PARTIES)


@contextmanager
def opened_copies(template: Founded, count: int) -> Iterator[list[Services]]:
    """The first `count` of the vaults, copied and open."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        vaults = []
        for role in PARTIES[:count]:
            shutil.copytree(template.folder / role, Path(folder) / role)
            vaults.append(stack.enter_context(open_vault(Path(folder) / role)))
        yield vaults


@dataclass
class Exchange:
    """The vaults, and every bundle that was ever sent, with its recipient; any may be lost."""

    vaults: list[Services]
    fingerprints: list[str]
    on_the_way: list[tuple[int, bytes]]

    def follow(self, step: Step) -> None:
        """Do one thing that somebody might do."""
        what, first, second, third = step
        here = first % len(self.vaults)
        if what == "add":
            self.vaults[here].recording.add(incident(), (), Watch())
        elif what in ("edit", "delete"):
            known = self.vaults[here].reading.list_incidents(None, None, 100, 0).items
            record = sorted(item.id for item in known)[second % len(known)] if known else None
            if record is not None and what == "delete":
                self.vaults[here].recording.delete(record, "екі рет жазылған")
            elif record is not None:
                # Who lacks a part cannot write into it; that refusal is as good as an edit.
                with suppress(RecordError):
                    self.vaults[here].recording.edit(record, dict(CHANGES[third % len(CHANGES)]))
        elif what == "send":
            there = (here + 1 + second % (len(self.vaults) - 1)) % len(self.vaults)
            if self.vaults[here].access.info().revisions:
                with_, without = CHOICES[third % len(CHOICES)]
                bundle = send(self.vaults[here], [self.fingerprints[there]], with_, without)
                self.on_the_way.append((there, bundle))
        elif self.on_the_way:
            # Any bundle, whether it is the latest or was taken in before; some never are.
            there, bundle = self.on_the_way[second % len(self.on_the_way)]
            receive(self.vaults[there], bundle)

    def let_everything_arrive(self) -> None:
        """Everybody sends everything to everybody."""
        bundles = []
        for here, vault in enumerate(self.vaults):
            others = [fingerprint for at, fingerprint in enumerate(self.fingerprints) if at != here]
            if vault.access.info().revisions:
                bundles.append((here, send(vault, others, with_=GUARDED)))
        for here, bundle in bundles:
            for there, vault in enumerate(self.vaults):
                if there != here:
                    receive(vault, bundle)


def shared(digest: Digest) -> tuple[str, str]:
    """What must be equal; custody is everybody's own."""
    return digest.revisions, digest.state


# Shrinking a schedule of real vaults takes longer than reading it.
@settings(
    max_examples=8,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(count=st.integers(2, len(PARTIES)), schedule=steps)
def test_everybody_ends_up_with_the_same(template: Founded, count: int, schedule: list[Step]) -> None:
    fingerprints = [template.fingerprints[role] for role in PARTIES[:count]]
    with opened_copies(template, count) as vaults:
        exchange = Exchange(vaults, fingerprints, [])
        exchange.follow(("add", 0, 0, 0))
        for step in schedule:
            exchange.follow(step)
        exchange.let_everything_arrive()
        digests = {shared(vault.access.digest()) for vault in vaults}
        assert len(digests) == 1
        # Derived state is a function of the revisions alone: made again, it is the same.
        vaults[0].access.rebuild(Watch())
        assert {shared(vaults[0].access.digest())} == digests
        # Late bundles bring nothing that is not there.
        for there, bundle in exchange.on_the_way:
            receive(vaults[there], bundle)
        assert {shared(vault.access.digest()) for vault in vaults} == digests
        assert all(vault.access.verify(Watch()).ok for vault in vaults[:2])
