"""Vaults of which pictures are taken: empty, typical, overfull. All people and events are invented."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.cli.demonstration.story import PASSPHRASE, demonstrate
from app.domain.strict_json import Json, JsonObject, parse_object
from app.domain.work import Watch
from app.places import resources
from app.services import Services, open_services
from app.services.access import create_vault
from app.services.clock import SystemClock

OVERFULL_INCIDENTS = 120
OVERFULL_CONTACTS = 30
MAX_INPUT_BYTES = 1024 * 1024
STRANGER = "Үлгі Белгісіз"
_LONG = " и ещё очень длинное название, которое нигде не помещается целиком" * 4
_CHANGED_BY_LAWYER: JsonObject = {
    "title": "Нападение на троих защитников в зале областного суда",
    "when": {"edtf": "2014-01-09", "certainty": "exact", "said": "до полудня, по часам в коридоре"},
}
_CHANGED_BY_COORDINATOR: JsonObject = {
    "title": "Нападение на адвокатов и правозащитника в суде",
    "when": {
        "edtf": "2014-01-09",
        "certainty": "believed",
        "said": "после обеда, как помнит свидетель",
    },
}
_INJURIES: tuple[JsonObject, ...] = (
    {
        "figure": "male",
        "view": "front",
        "x": 7700,
        "y": 3900,
        "region": "forearm",
        "side": "left",
        "kind": "bruise",
        "length_mm": 40,
        "width_mm": 10,
        "shape": "полоса",
        "colour": "сине-багровый",
        "mechanism": "удар резиновой палкой",
        "finding": {"clinician": "Врач Примеров Мысал", "grade": "highly_consistent"},
    },
    {
        "figure": "male",
        "view": "front",
        "x": 5500,
        "y": 3350,
        "region": "abdomen",
        "side": "left",
        "kind": "abrasion",
        "length_mm": 25,
    },
    {"figure": "male", "view": "soles", "x": 2800, "y": 5000, "region": "sole", "side": "right"},
)
_NOT_TO_BE_SHARED: JsonObject = {
    "title": "Угрозы соседке после разговора с монитором",
    "narrative": {"language": "ru", "text": "Соседка Примерова просит никому об этом не рассказывать."},
    "when": {"edtf": "2014-03-02", "certainty": "exact"},
    "where": {"country": "KZ", "locality": "Примерск", "kind": "pretrial_prison", "said": "у ворот СИЗО"},
    "acts": [{"form": "threat"}],
    "consent": [{"purposes": {"keep": "yes", "coalition": "no"}}],
}
_NEWS: JsonObject = {
    "title": "Монитора не пустили в изолятор, адвоката попросили выйти",
    "narrative": {"language": "ru", "text": "Дежурный сказал, что сегодня свиданий нет, и закрыл окно."},
    "when": {"edtf": "2014-04-02", "certainty": "exact"},
    "where": {"country": "KZ", "locality": "Үлгіқала", "kind": "pretrial_prison"},
    "acts": [{"form": "access_denial"}],
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A vault, bundles that were made for it, and the incident to be shown where it holds one."""

    name: str
    folder: Path
    bundles: tuple[Path, ...] = ()
    incident: str | None = None


def empty(folder: Path) -> Scene:
    """A new vault."""
    found_vault(folder, "Пример Бақылаушы")
    return Scene("empty", folder)


def typical(folder: Path, demo: Path | None = None) -> Scene:
    """The coordinator's vault of a demonstration, a few days later; `demo` is copied, None: a new one."""
    if demo is None:
        demo = folder / "demo"
        demonstrate(demo, Watch())
    for role in ("coordinator", "lawyer", "monitor"):
        shutil.copytree(demo / role, folder / role)
    with opened(folder / "coordinator") as coordinator, opened(folder / "lawyer") as lawyer:
        contested = coordinator.reading.list_incidents("courtroom_attack", None, 1, 0).items[0].id
        coordinator.recording.add(_NOT_TO_BE_SHARED, (), Watch())
        hurt = coordinator.recording.show(contested).content["people"][0]
        marks: list[Json] = [{**injury, "person": hurt} for injury in _INJURIES]
        coordinator.recording.edit(contested, {**_CHANGED_BY_COORDINATOR, "injuries": marks})
        lawyer.recording.edit(contested, _CHANGED_BY_LAWYER)
        to = coordinator.contacts.card().fingerprint
        answer = folder / "lawyer-answers.age"
        lawyer.exchange.write((contested,), (to,), answer)
        with answer.open("rb") as stream:
            coordinator.exchange.apply(stream, None, Watch())
        bundles = _bundles(folder, coordinator, to)
    refused = demo / "tampered" / "one-bit.age"
    return Scene("typical", folder / "coordinator", (*bundles, refused), contested)


def overfull(folder: Path, like: Scene) -> Scene:
    """Of everything more and longer than anybody would write."""
    vault = folder / "coordinator"
    shutil.copytree(like.folder, vault)
    told = parse_object((resources() / "demo" / "courtroom_attack.json").read_bytes(), MAX_INPUT_BYTES)
    with opened(vault) as services:
        for number in range(OVERFULL_INCIDENTS):
            title = f"{number}. {told['title']}{_LONG if number % 3 == 0 else ''}"
            services.recording.add({**told, "title": title}, (), Watch())
        for number in range(OVERFULL_CONTACTS):
            card = _card_of_new(folder / str(number), f"Мысал Өте-Ұзын-Есімді {number}{_LONG[:60]}", services)
            if number % 2:
                services.contacts.verify(card, card)
        last = services.reading.list_incidents(None, None, 1, 0).items[0].id
    return Scene("overfull", vault, like.bundles * 3, last)


def opened(folder: Path) -> Services:
    """A vault of ours, to be used as a context."""
    return open_services(folder, PASSPHRASE, SystemClock(), Watch())


def found_vault(folder: Path, name: str) -> None:
    """A new vault of an invented person."""
    create_vault(
        folder,
        PASSPHRASE,
        name=name,
        role="monitor",
        organisation=None,
        languages=("kk", "ru"),
        kdf="floor",
        clock=SystemClock(),
        watch=Watch(),
    )


def _bundles(folder: Path, coordinator: Services, to: str) -> tuple[Path, Path]:
    """One of somebody verified with news, one of somebody who was never compared."""
    news, unknown = folder / "from-monitor-april.age", folder / "from-somebody.age"
    with opened(folder / "monitor") as monitor:
        monitor.recording.add(_NEWS, (), Watch())
        everybody = tuple(each.fingerprint for each in monitor.contacts.list().items)
        monitor.exchange.write(None, everybody, news)
        own_card = coordinator.contacts.card()
    _card_of_new(folder / "stranger", STRANGER, coordinator)
    with opened(folder / "stranger") as stranger:
        stranger.contacts.add((own_card.card or "").encode(), own_card.fingerprint)
        stranger.recording.add(_NEWS, (), Watch())
        stranger.exchange.write(None, (to,), unknown)
    return news, unknown


def _card_of_new(folder: Path, name: str, known_to: Services) -> str:
    """Somebody new, whose card is taken in and not compared; the fingerprint."""
    found_vault(folder, name)
    with opened(folder) as services:
        card = services.contacts.card()
    known_to.contacts.add((card.card or "").encode())
    return card.fingerprint
