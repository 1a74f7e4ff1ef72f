"""A vault for looking at pages: little in it, far too much in it, and something in dispute."""

from dataclasses import dataclass
from pathlib import Path

from app.bundle import write_bundle
from app.domain.identity import revocation_body
from app.domain.signed_text import REVOCATION_TAG
from app.domain.strict_json import JsonObject, parse_object
from app.domain.work import Watch
from app.places import resources
from app.services import Services
from app.services.drafts import draft_of_record
from tests.builders import NOW, Writer, append, party
from tests.bundle.builders import MONITOR, contents, signed_text

LONG = "Қорғаушының Ӯ Ҳ Ҷ Ӣ ұзын атауы, которое никуда не помещается " * 6
MANY = 40


@dataclass(frozen=True, slots=True)
class Stock:
    """What lies in the vault, by the id with which its page is entered."""

    typical: str
    overfull: str
    disputed: str
    person: str
    proceeding: str
    organisation: str
    verified: str
    unverified: str
    bundles: tuple[Path, ...]
    file: str
    """An item of evidence of the overfull incident, of which others were deleted or erased."""
    gone: str
    """A deleted incident in which something was typed that was not saved."""


def fill(services: Services, folder: Path) -> Stock:
    """A typical incident, one with far too much in it, one in dispute; contacts; bundles on a stick."""
    told = parse_object((resources() / "demo" / "courtroom_attack.json").read_bytes(), 1024 * 1024)
    photograph = resources() / "demo" / "forearm.jpg"
    typical = services.recording.add(told, (photograph,), Watch()).id
    crowded: JsonObject = {
        **told,
        "title": LONG.strip(),
        "when": {"edtf": "2011-12-17/2012-02-28~", "certainty": "approximate"},
        "narrative": {"language": "kk", "text": LONG * 20},
    }
    overfull = services.recording.add(crowded, (photograph,), Watch()).id
    file = _end_files(services, overfull, folder)
    gone = services.recording.add({"title": LONG.strip()}, (), Watch()).id
    services.recording.delete(gone, LONG.strip())
    services.drafts.save(draft_of_record("incident", gone), {"narrative": {"text": LONG}, "title": LONG})
    for number in range(MANY):
        few: JsonObject = {"title": f"{number} {LONG.strip()}", "when": {"edtf": "2014-09-24"}}
        services.recording.add(few, (), Watch())
    one, other = Writer(party("Біріншісі Пример")), Writer(party(LONG[:100].strip()))
    root = one.write("incident", {"open": {"title": "Бастапқы атау"}})
    sides = (
        one.follow(root, {"open": {"title": "Бірінші атау", "urgency": "ongoing"}}),
        other.follow(root, {"open": {"title": LONG.strip(), "urgency": "imminent"}}),
    )
    append(services.vault, root, *sides)
    known, stranger = party(MONITOR), party("Ӯзга Ҳамкор " + LONG[:80].strip())
    services.contacts.add(known.card.text.encode(), known.fingerprint)
    services.contacts.add(stranger.card.text.encode(), None)
    services.groups.add(LONG[:90].strip(), (known.fingerprint, stranger.fingerprint))
    advise = revocation_body(stranger.fingerprint, {}, LONG.strip(), NOW)
    services.contacts.add(signed_text(REVOCATION_TAG, advise, known).encode())
    return Stock(
        typical,
        overfull,
        root.header.record_id,
        services.reading.list_kind("person", None, None, 1, 0).items[0].id,
        services.reading.list_kind("proceeding", None, None, 1, 0).items[0].id,
        services.recording.add_other("organisation", {"names": [{"text": LONG[:120].strip()}]}).id,
        known.fingerprint,
        stranger.fingerprint,
        _bundles(services, folder),
        file,
        gone,
    )


def _end_files(services: Services, incident: str, folder: Path) -> str:
    """Three files more with long names: one stays and is returned, one is deleted, one erased."""
    items = []
    for number in range(3):
        path = folder / f"{number} {LONG[:80].strip()}.pdf"
        path.write_bytes(b"%PDF-1.7" + bytes([number]) * 3000)
        items.append(services.evidence.add(incident, path, None, Watch()).id)
    services.recording.delete(items[1], LONG.strip())
    services.recording.erase(items[2], ("open", "identities"), LONG.strip())
    return items[0]


def _bundles(services: Services, folder: Path) -> tuple[Path, ...]:
    """One of somebody known, one of nobody we know, and one that is none."""
    own = services.vault.contacts.own().card
    paths = tuple(folder / f"{name}.age" for name in ("пакет от монитора", LONG[:60].strip(), "испорчен"))
    for path, sender in zip(paths, (party(MONITOR), party("Белгісіз Ғ")), strict=False):
        with path.open("wb") as target:
            write_bundle(contents(sender), sender.keys, (own.keys,), target, Watch())
    paths[-1].write_bytes(b"no bundle at all")
    return paths
