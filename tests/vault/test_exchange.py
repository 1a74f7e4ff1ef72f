"""Sequences, attestations, lines kept aside, and a bundle that is applied in steps."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.identity import Fingerprint
from app.domain.revision import RevisionId
from app.vault import Vault
from app.vault.dormant import DormantLine
from app.vault.exchange import Gap, IncomingBundle, recipients_key
from app.vault.staging import StagedLine
from tests.builders import NOW, Writer, append, open_vault, party

ONE, TWO = Fingerprint("1" * 64), Fingerprint("2" * 64)


def bundle(sequence: int, identity: str = "a", previous: str | None = None) -> IncomingBundle:
    return IncomingBundle(
        identity=identity * 64,
        bundle_id=f"id-{sequence}",
        sender=ONE,
        replica="replica",
        recipients=recipients_key([TWO]),
        sequence=sequence,
        previous=previous,
        reason=None,
        applied_at=NOW,
    )


def test_outgoing_sequence_for_each_set_of_recipients(vault: Vault) -> None:
    assert vault.exchange.next_outgoing([ONE, TWO]) == (1, None)
    with vault.transaction():
        vault.exchange.add_outgoing([ONE, TWO], 1, "id-1", "a" * 64, NOW)
    assert vault.exchange.next_outgoing([TWO, ONE]) == (2, "a" * 64)
    assert vault.exchange.next_outgoing([ONE]) == (1, None)
    assert vault.verify() == ()


def test_fault_34_gap_in_the_sequence_is_shown(vault: Vault) -> None:
    with vault.transaction():
        vault.exchange.add_incoming(bundle(2, "b"))
        vault.exchange.add_incoming(bundle(2**53 - 1, "c"))
    key = recipients_key([TWO])
    assert vault.exchange.gaps() == (
        Gap(ONE, "replica", key, 1, 1),
        Gap(ONE, "replica", key, 3, 2**53 - 2),
    )
    with vault.transaction():
        vault.exchange.add_incoming(bundle(1))
    assert [gap.first for gap in vault.exchange.gaps()] == [3]


def test_gaps_are_those_of_one_set_of_recipients(vault: Vault) -> None:
    others = recipients_key([ONE, TWO])
    with vault.transaction():
        vault.exchange.add_incoming(bundle(1, "a"))
        vault.exchange.add_incoming(replace(bundle(2, "b"), recipients=others))
    assert vault.exchange.gaps() == (Gap(ONE, "replica", others, 1, 1),)


def test_gaps_that_a_bundle_would_leave_are_told_before_it_is_applied(vault: Vault) -> None:
    with vault.transaction():
        vault.exchange.add_incoming(bundle(3))
    key = recipients_key([TWO])
    told = vault.exchange.gaps_with([ONE], "replica", [TWO], 5)
    assert told == (Gap(ONE, "replica", key, 1, 2), Gap(ONE, "replica", key, 4, 4))
    assert vault.exchange.gaps_with([ONE], "another", [TWO], 1) == ()


def test_fault_33_same_bundle_twice_changes_nothing(vault: Vault) -> None:
    for _ in range(2):
        with vault.transaction():
            vault.exchange.add_incoming(bundle(1))
    assert vault.exchange.incoming("a" * 64) == bundle(1)
    assert vault.exchange.incoming_of("id-1") == (bundle(1),)
    assert vault.exchange.incoming("0" * 64) is None
    assert vault.verify() == ()


def test_attestations_are_found_by_revision(vault: Vault) -> None:
    first, second, third = (RevisionId(digit * 64) for digit in "123")
    with vault.transaction():
        vault.exchange.add_attestation(ONE, "text one", [first, second])
        vault.exchange.add_attestation(ONE, "text one", [first, second])
        vault.exchange.add_attestation(ONE, "text two", [second])
    assert vault.exchange.attestations_of([second]) == ("text one", "text two")
    assert vault.exchange.attestations_of([first, second]) == ("text one", "text two")
    assert vault.exchange.attestations_of([third]) == ()


def test_dormant_lines_are_kept_and_dropped(vault: Vault) -> None:
    line = DormantLine("a" * 64, "{}", "revision.parents", ONE)
    forged = DormantLine("a" * 64, "{ }", "revision.author_unknown", None)
    with vault.transaction():
        vault.dormant.keep(line)
        vault.dormant.keep(forged)
        vault.dormant.keep(line)
    assert {vault.dormant.line(digest) for digest in vault.dormant.digests()} == {line, forged}
    assert vault.info().dormant == 2
    with vault.transaction():
        vault.dormant.drop(forged)
    assert vault.dormant.digests() == (line.digest,)
    assert vault.dormant.line(forged.digest) is None


def staged(batch: str, line: str, rank: int = 0) -> StagedLine:
    return StagedLine(rank, batch, "revision", line)


class TestStaging:
    """Staged → applying → applied."""

    def test_groups_are_whole_batches_in_order_of_rank(self, vault: Vault) -> None:
        with vault.transaction():
            vault.staging.begin(bundle(1))
            vault.staging.stage_lines([staged("incident", "i1", 1), staged("person", "p1")])
            vault.staging.stage_lines([staged("person", "p2"), staged("zeta", "z1"), staged("person", "p3")])
            vault.staging.mark_applying()
        groups = []
        while group := vault.staging.next_group(limit=2):
            groups.append([line.line for line in group])
            with vault.transaction():
                vault.staging.done(group)
        assert groups == [["p1", "p2", "p3"], ["z1", "i1"]]
        with vault.transaction():
            vault.staging.finish()
        assert vault.staging.unfinished() is None

    def test_of_a_batch_too_large_to_hold_the_beginning_comes_first(
        self, vault: Vault, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.vault.staging.MOST_CHARACTERS", 10)
        with vault.transaction():
            vault.staging.begin(bundle(1))
            vault.staging.stage_lines([staged("a", text) for text in ("12345", "12345", "1", "x" * 20, "2")])
        groups = []
        while group := vault.staging.next_group():
            groups.append([line.line for line in group])
            with vault.transaction():
                vault.staging.done(group)
        assert groups == [["12345", "12345"], ["1"], ["x" * 20], ["2"]]

    def test_finishing_early_is_a_bug(self, vault: Vault) -> None:
        with vault.transaction():
            vault.staging.begin(bundle(1))
            vault.staging.stage_lines([staged("a", "b")])
            vault.staging.mark_applying()
        with pytest.raises(RuntimeError), vault.transaction():
            vault.staging.finish()
        with pytest.raises(RuntimeError), vault.transaction():
            vault.staging.begin(bundle(2))

    def stage_evidence(self, vault: Vault, plain: bytes) -> str:
        sha256 = hashlib.sha256(plain).hexdigest()
        writer = vault.staging.evidence.receive(sha256, vault.transaction)
        writer.write(plain[:5])
        writer.write(plain[5:])
        writer.finish()
        return sha256

    def test_fault_04_killed_before_applying_leaves_nothing(
        self, folder: Path, vault: Vault, tmp_path: Path
    ) -> None:
        with vault.transaction():
            vault.staging.begin(bundle(1))
            vault.staging.stage_lines([staged("a", "b")])
        self.stage_evidence(vault, b"plain evidence")
        killed = tmp_path / "killed"
        shutil.copytree(folder, killed)
        with open_vault(killed) as again:
            assert again.staging.unfinished() is None
            assert not again.staging.is_begun()
            assert list((killed / "staging").iterdir()) == []

    def test_fault_04_killed_while_applying_goes_on(
        self, folder: Path, vault: Vault, writer: Writer, tmp_path: Path
    ) -> None:
        with vault.transaction():
            vault.staging.begin(bundle(1))
            vault.staging.stage_lines([staged("a", "one"), staged("b", "two")])
        sha256 = self.stage_evidence(vault, b"plain evidence")
        with vault.transaction():
            vault.staging.mark_applying()
            vault.staging.done(vault.staging.next_group(limit=1))
        # The file has moved, its row was never committed.
        (blob,) = vault.staging.evidence.blobs()
        (folder / "blobs" / blob.file[:2]).mkdir(exist_ok=True)
        (folder / "staging" / blob.file).rename(folder / "blobs" / blob.file[:2] / blob.file)
        killed = tmp_path / "killed"
        shutil.copytree(folder, killed)
        with open_vault(killed) as again:
            assert again.staging.unfinished() == bundle(1)
            group = again.staging.next_group()
            assert [line.line for line in group] == ["two"]
            append(again, Writer(party("Другая Примерова")).write("evidence", {"open": {"sha256": sha256}}))
            with again.transaction():
                again.staging.done(group)
                for waiting in again.staging.evidence.blobs():
                    again.staging.evidence.adopt(waiting)
                again.exchange.add_incoming(bundle(1))
                again.staging.finish()
            with again.evidence.open(sha256) as plain:
                assert plain.read() == b"plain evidence"
            assert {problem.code for problem in again.verify()} == {"revision.author_unknown"}

    def test_staged_bytes_that_are_known_are_not_kept_twice(self, vault: Vault, writer: Writer) -> None:
        sha256 = self.stage_evidence(vault, b"plain evidence")
        (waiting,) = vault.staging.evidence.blobs()
        append(vault, writer.write("evidence", {"open": {"sha256": sha256}}))
        with vault.transaction():
            vault.staging.evidence.adopt(waiting)
        self.stage_evidence(vault, b"plain evidence")
        with vault.transaction():
            vault.staging.evidence.adopt(vault.staging.evidence.blobs()[0])
        assert vault.evidence.blobs() == (waiting,)
        assert vault.verify() == ()
