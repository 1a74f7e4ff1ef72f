"""The story of the demonstration, step by step; each step checks what it shows.

Everything lies in one new folder, under one passphrase that is printed: all people
and events are invented, and `resources/demo` holds them.
"""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from app.cli.demonstration.report import DemoReport, DemoStep
from app.cli.demonstration.second_opinion import open_with_standard_tools
from app.cli.demonstration.tampering import TAMPERINGS
from app.domain.errors import AppError, DiskError, VaultError
from app.domain.strict_json import parse_object
from app.domain.work import Watch
from app.places import resources
from app.services import Services, open_services
from app.services.access import create_vault
from app.services.clock import SystemClock
from app.words import N_, translate

PASSPHRASE = "demo only: take seven random words instead"  # noqa: S105 - printed, and guards nothing
MAX_INPUT_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Party:
    """One of the three: the folder of the vault and what the card says."""

    role: str
    name: str
    organisation: str
    language: str


@dataclass(frozen=True, slots=True)
class Told:
    """An incident of the demonstration: who records it, from which file, with which evidence."""

    role: str
    file: str
    evidence: tuple[str, ...] = ()


PARTIES = (
    Party("monitor", "Мисал Байкоочу", "Үлгү коалициясы", "ky"),
    Party("lawyer", "Үлгі Қорғаушы", "Мысал заң кеңесі", "kk"),
    Party("coordinator", "Пример Координатор", "Коалиция «Пример»", "ru"),
)
INCIDENTS = (
    Told("lawyer", "courtroom_attack.json", ("court_corridor.jpg", "forearm.jpg")),
    Told("lawyer", "access_denial.json", ("written_refusal.pdf",)),
    Told("monitor", "beating.json", ()),
    Told("monitor", "threat.json", ("telephone_call.wav",)),
    Told("monitor", "other.json", ()),
)


class StoryError(Exception):
    """The program did not do what the demonstration shows: a bug of ours."""


def demonstrate(folder: Path | None, watch: Watch) -> DemoReport:
    """Tell the whole story in `folder`, which must be new or empty (None: a new one somewhere).

    Raises VaultError `vault.exists` where something lies there already.
    """
    place = _new_folder(folder)
    with ExitStack() as stack:
        return _Story(place, watch, stack).tell()


def _new_folder(folder: Path | None) -> Path:
    try:
        if folder is None:
            return Path(tempfile.mkdtemp(prefix="daftar-demo-"))
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise VaultError("vault.exists")
    except OSError as error:
        raise DiskError("disk.unwritable") from error
    return folder


@dataclass
class _Story:
    """What has happened so far."""

    folder: Path
    watch: Watch
    stack: ExitStack
    vaults: dict[str, Services] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    digits: dict[str, str] = field(default_factory=dict)
    bundles: dict[str, Path] = field(default_factory=dict)
    steps: list[DemoStep] = field(default_factory=list)

    def tell(self) -> DemoReport:
        """Every chapter in turn; `watch` may cancel between and within them."""
        chapters: tuple[Callable[[], None], ...] = (
            self._make_vaults,
            self._record_incidents,
            self._meet_a_stranger,
            self._compare_cards,
            self._write_bundles,
            self._tamper,
            self._take_in,
            self._take_in_again,
            self._hand_out_evidence,
            self._answer,
            self._open_elsewhere,
            self._verify,
        )
        for number, chapter in enumerate(chapters):
            self.watch.tick(N_("Telling the story"), number, len(chapters))
            chapter()
        return DemoReport(folder=str(self.folder), steps=tuple(self.steps))

    def _make_vaults(self) -> None:
        """Three vaults, each with an identity of its own; left open for what follows."""
        for party in PARTIES:
            place = self.folder / party.role
            made = create_vault(
                place,
                PASSPHRASE,
                name=party.name,
                role=party.role,
                organisation=party.organisation,
                languages=(party.language,),
                kdf="floor",
                clock=SystemClock(),
                watch=self.watch,
            )
            self.fingerprints[party.role], self.digits[party.role] = made.fingerprint, made.digits
            opened = open_services(place, PASSPHRASE, SystemClock(), self.watch)
            self.vaults[party.role] = self.stack.enter_context(opened)
            self._note(translate("A vault for {name}").format(name=party.name), made.digits, place)
        self._note(translate("The passphrase of all three"), PASSPHRASE)

    def _record_incidents(self) -> None:
        """Five of the forms, in three languages, with a photograph, a letter and a call."""
        source = resources() / "demo"
        for told in INCIDENTS:
            given = parse_object((source / told.file).read_bytes(), MAX_INPUT_BYTES)
            evidence = tuple(source / name for name in told.evidence)
            saved = self.vaults[told.role].recording.add(given, evidence, self.watch)
            outcome = translate("recorded as {reference}, evidence: {count}, still missing: {missing}")
            counts = {"count": len(saved.evidence), "missing": len(saved.missing)}
            title = str(given.get("title"))
            self._note(title, outcome.format(reference=saved.reference, **counts), source / told.file)

    def _meet_a_stranger(self) -> None:
        """A bundle from somebody whose card never came is refused, and so is one never compared."""
        monitor, coordinator = self.vaults["monitor"], self.vaults["coordinator"]
        cards = self.folder / "cards"
        cards.mkdir()
        for role, vault in self.vaults.items():
            vault.contacts.write_card(cards / f"{role}.card")
        monitor.contacts.add(self._card("coordinator"), self.digits["coordinator"])
        early = self._write("monitor", "early.age", ("coordinator",))
        self._refused(translate("A bundle from a stranger"), "bundle.sender_unknown", early)
        coordinator.contacts.add(self._card("monitor"), None)
        self._refused(translate("A card whose code nobody compared"), "bundle.sender_unverified", early)

    def _compare_cards(self) -> None:
        """Everybody takes everybody's card and compares the code, as by telephone."""
        try:
            self.vaults["lawyer"].contacts.add(self._card("monitor"), self.digits["coordinator"])
        except AppError as error:
            self._expect("contact.fingerprint", error, translate("The code of somebody else"))
        else:
            raise StoryError("contact.fingerprint")
        for role, vault in self.vaults.items():
            for other in self.vaults:
                if other != role:
                    vault.contacts.add(self._card(other), self.digits[other])
        self._note(translate("All have compared their codes"), translate("verified"), self.folder / "cards")

    def _write_bundles(self) -> None:
        """The monitor gives everything but sources, the lawyer names the sources and says why."""
        self.bundles["monitor"] = self._write("monitor", "from-monitor.age", ("coordinator", "lawyer"))
        self.bundles["lawyer"] = self._write(
            "lawyer",
            "from-lawyer.age",
            ("coordinator",),
            with_=("sources",),
            reason=translate("the coordinator writes an urgent appeal"),
        )
        self.bundles["between"] = self._write("lawyer", "not-for-you.age", ("monitor",), without=("medical",))

    def _tamper(self) -> None:
        """Copies are damaged in several ways; each is refused at its gate, and nothing changes."""
        before = self.vaults["coordinator"].access.digest()
        altered = self.folder / "tampered"
        altered.mkdir()
        whole = self.bundles["lawyer"].read_bytes()
        for tampering in TAMPERINGS:
            copy = altered / tampering.file_name
            copy.write_bytes(tampering.damage(whole))
            self._refused(translate(tampering.words), tampering.code, copy)
        self._refused(
            translate("A bundle made for somebody else"), "bundle.not_for_me", self.bundles["between"]
        )
        if self.vaults["coordinator"].access.digest() != before:
            raise StoryError("a refused bundle changed the vault")

    def _take_in(self) -> None:
        """The good bundles are inspected first, then taken in."""
        coordinator = self.vaults["coordinator"]
        for role in ("monitor", "lawyer"):
            with self.bundles[role].open("rb") as stream:
                plan = coordinator.exchange.inspect(stream, self.watch)
            with self.bundles[role].open("rb") as stream:
                done = coordinator.exchange.apply(stream, None, self.watch)
            if not done.applied or (done.records, done.evidence) != (plan.records, plan.evidence):
                raise StoryError("the plan and what was done differ")
            outcome = translate("new incidents: {records}, new evidence: {evidence}, refused: {refused}")
            self._note(
                translate("The coordinator takes in the bundle of {name}").format(name=plan.sender.name),
                outcome.format(
                    records=done.records.new, evidence=done.evidence.new, refused=len(done.refused)
                ),
                self.bundles[role],
            )

    def _take_in_again(self) -> None:
        """The same bundle a second time changes nothing."""
        coordinator = self.vaults["coordinator"]
        before = coordinator.access.digest()
        with self.bundles["lawyer"].open("rb") as stream:
            again = coordinator.exchange.apply(stream, None, self.watch)
        after = coordinator.access.digest()
        if (before.revisions, before.state) != (after.revisions, after.state) or again.records.new:
            raise StoryError("a second import changed something")
        outcome = translate("nothing changed; already known: {known}").format(known=again.records.known)
        self._note(translate("The same bundle again"), outcome, self.bundles["lawyer"])

    def _hand_out_evidence(self) -> None:
        """A file comes out as it went in, and the chain of custody keeps that it did."""
        coordinator = self.vaults["coordinator"]
        item = next(each for each in coordinator.evidence.list(None).items if each.media_type == "image/jpeg")
        target = self.folder / "exported.jpg"
        coordinator.evidence.export(item.sha256, target, self.watch)
        originals = [path.read_bytes() for path in (resources() / "demo").glob("*.jpg")]
        if target.read_bytes() not in originals:
            raise StoryError("an exported file differs")
        outcome = translate("identical, byte for byte: {sha256}").format(sha256=item.sha256)
        self._note(translate("Evidence handed out"), outcome, target)

    def _answer(self) -> None:
        """What the coordinator adds comes back to the monitor, who sees who changed it."""
        coordinator, monitor = self.vaults["coordinator"], self.vaults["monitor"]
        reported = coordinator.reading.list_incidents("threat", None, 1, 0).items[0]
        coordinator.recording.edit(reported.id, {"monitoring_status": "inactive"})
        answered = self._write("coordinator", "from-coordinator.age", ("monitor",), records=(reported.id,))
        with answered.open("rb") as stream:
            done = monitor.exchange.apply(stream, None, self.watch)
        if done.records.changed_by_others != 1:
            raise StoryError("the answer did not arrive")
        outcome = translate("changed by someone not the author: {count}")
        self._note(
            translate("The monitor takes in the coordinator's answer"),
            outcome.format(count=done.records.changed_by_others),
            answered,
        )

    def _open_elsewhere(self) -> None:
        """One bundle is opened without this program."""
        identity = self.folder / "coordinator-identity.age"
        self.vaults["coordinator"].access.export_identity(identity, PASSPHRASE)
        folder = self.folder / "opened-elsewhere"
        for tool, outcome in open_with_standard_tools(
            self.bundles["monitor"], identity, PASSPHRASE, folder
        ).items():
            self._note(translate("Opened with {tool}").format(tool=tool), outcome, folder)

    def _verify(self) -> None:
        """Every vault is read through, every hash and signature checked."""
        for party in PARTIES:
            report = self.vaults[party.role].access.verify(self.watch)
            if not report.ok:
                raise StoryError("a vault is not whole")
            outcome = translate("whole: {revisions} revisions, {evidence} items of evidence")
            self._note(
                translate("The vault of {name} is verified").format(name=party.name),
                outcome.format(revisions=report.revisions, evidence=report.evidence),
                self.folder / party.role,
            )

    def _card(self, role: str) -> bytes:
        return (self.folder / "cards" / f"{role}.card").read_bytes()

    def _write(
        self,
        role: str,
        file_name: str,
        to: tuple[str, ...],
        *,
        records: tuple[str, ...] | None = None,
        without: tuple[str, ...] = (),
        with_: tuple[str, ...] = (),
        reason: str | None = None,
    ) -> Path:
        target = self.folder / file_name
        written = self.vaults[role].exchange.write(
            records,
            to=tuple(self.fingerprints[recipient] for recipient in to),
            out=target,
            without=without,
            with_=with_,
            reason=reason,
            watch=self.watch,
        )
        outcome = translate("incidents: {records}, revisions: {revisions}, evidence: {evidence}")
        self._note(
            translate("A bundle is written: {name}").format(name=file_name),
            outcome.format(
                records=written.records,
                revisions=written.revisions,
                evidence=written.evidence,
            ),
            target,
        )
        return target

    def _refused(self, words: str, code: str, bundle: Path) -> None:
        """The coordinator is given a bundle that must be refused with `code`."""
        try:
            with bundle.open("rb") as stream:
                self.vaults["coordinator"].exchange.apply(stream, None, self.watch)
        except AppError as error:
            self._expect(code, error, words, bundle)
        else:
            raise StoryError(code)

    def _expect(self, code: str, error: AppError, words: str, path: Path | None = None) -> None:
        if error.code != code:
            raise StoryError(code) from error
        outcome = translate("refused: {code}. {sentence}").format(code=code, sentence=error.sentence)
        self._note(words, outcome, path)

    def _note(self, step: str, outcome: str, path: Path | None = None) -> None:
        self.steps.append(DemoStep(step=step, outcome=outcome, path=None if path is None else str(path)))
