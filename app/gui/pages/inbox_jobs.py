"""What the inbox asks of the services on the long lane, and what they answer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from app.domain.query import Narrowing
from app.domain.receipt import MAX_FILE_BYTES
from app.domain.work import Watch
from app.services import Services
from app.services.answers import BundlePlan
from app.services.answers_contacts import ShownContact
from app.services.answers_receipts import ReceiptAdded, ReceiptWritten
from app.services.contacts import is_papers, is_revocation
from app.services.input_files import reading


@dataclass(frozen=True, slots=True)
class Looked:
    """A bundle that went through the gates. `sender` is None where nobody here knows them.

    `has_namesake`: a verified contact bears the sender's name, and has another key.
    """

    plan: BundlePlan
    sender: ShownContact | None
    has_namesake: bool

    @property
    def trust(self) -> str:
        """What the sender is to us; "unknown" beside the codes of contacts."""
        return self.sender.trust if self.sender is not None else "unknown"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A bundle that was taken in, and how many incidents of the vault are in conflict now."""

    plan: BundlePlan
    in_conflict: int


@dataclass(frozen=True, slots=True)
class ReceiptFound:
    """A receipt that was taken in; `held` are the titles of the incidents that its signer now holds whole."""

    added: ReceiptAdded
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PapersFound:
    """A card that was added, or the end of a key, or advice to end one, that was taken in."""

    contact: ShownContact
    ends_key: bool


Found: TypeAlias = Looked | ReceiptFound | PapersFound


def look_at(path: Path) -> Callable[[Services, Watch], Found]:
    """Read a bundle through its gates; nothing is kept. Receipts and cards, which change no record, are."""

    def job(services: Services, watch: Watch) -> Found:
        with reading(path) as stream:
            if stream.peek(1)[:1] == b"{":
                return _take_signed(services, stream.read(MAX_FILE_BYTES + 1))
            plan = services.exchange.inspect(stream, watch)
        contacts = {each.fingerprint: each for each in services.contacts.list().items}
        sender = contacts.pop(plan.sender.fingerprint, None)
        name = plan.sender.name.casefold()
        namesakes = (each.trust == "verified" and each.name.casefold() == name for each in contacts.values())
        return Looked(plan, sender, any(namesakes))

    return job


def _take_signed(services: Services, text: bytes) -> ReceiptFound | PapersFound:
    if is_papers(text):
        return PapersFound(services.contacts.add(text), is_revocation(text))
    added = services.receipts.add(text)
    shown = (services.recording.show(each) for each in added.incidents)
    return ReceiptFound(added, tuple(str(each.content.get("title") or each.reference) for each in shown))


def write_receipt(path: Path, target: Path) -> Callable[[Services, Watch], ReceiptWritten]:
    """Say in a file for its sender what of a bundle is held here."""

    def job(services: Services, watch: Watch) -> ReceiptWritten:
        with reading(path) as stream:
            return services.receipts.write(stream, target, watch)

    return job


def take_in(path: Path, identity: str, reason: str | None) -> Callable[[Services, Watch], TakenIn]:
    """Take in the bundle whose plan was read, one of a revoked sender only with a reason."""

    def job(services: Services, watch: Watch) -> TakenIn:
        with reading(path) as stream:
            plan = services.exchange.apply(stream, reason, watch, identity=identity)
        conflicts = services.reading.list_kind("incident", None, None, 1, 0, (Narrowing.IN_CONFLICT,))
        return TakenIn(plan, conflicts.total)

    return job


def add_sender(path: Path, told: str) -> Callable[[Services, Watch], ShownContact]:
    """Verify the sender of a bundle by the fingerprint that they told."""

    def job(services: Services, watch: Watch) -> ShownContact:
        with reading(path) as stream:
            return services.exchange.add_contact_from(stream, told, watch)

    return job
