"""Offers for a name that is typed: in any script and spelling, with the reason, merged with nobody."""

import shutil
from pathlib import Path

import pytest

from app.domain.strict_json import JsonObject
from app.domain.work import CancelledError, Watch
from app.services import Services, open_services
from app.services.clock import SystemClock
from tests.coalition import PASSPHRASE, open_vault
from tests.services.conftest import Trio

EARLIER = Path(__file__).parent.parent / "vectors" / "vaults" / "1"
FULL = "Содиқзода Мисол Намунович"


def add(services: Services, full: str, kind: str = "person") -> str:
    field = {"person": "full", "organisation": "text", "proceeding": "raw"}[kind]
    names = "numbers" if kind == "proceeding" else "names"
    return services.recording.add_other(kind, {names: [{field: full}]}).id


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Содиқзода Мисол Намунович", "same spelling"),
        ("Sodiqzoda Misol Namunovich", "other script"),
        ("Садыкзода Мисол Намунович", "sounds the same"),
        ("Садыков Мисол", "other ending, without patronymic"),
        ("Мисол Содиқзода", "without patronymic"),
        ("М. Н. Содиқзода", "initials"),
        ("Содиқхода Мисол Намунович", "one letter differs"),
        ("сод", "without patronymic, part of the name"),
    ],
)
def test_why_a_name_is_offered(trio: Trio, typed: str, why: str) -> None:
    add(trio.monitor, "Басқа Адамов")
    known = add(trio.monitor, FULL)
    (offer,) = trio.monitor.matching.offers("person", typed).offers
    assert (offer.id, offer.name) == (known, FULL)
    assert set(offer.why.split(", ")) == set(why.split(", "))
    assert offer.match == (typed != "сод")


def test_the_likest_is_offered_first(trio: Trio) -> None:
    names = ("Үлгіқалиев Марат", "Үлгіқалиев Мұрат Қасымұлы", "Үлгіқалиев Мурат")
    known = [add(trio.monitor, name) for name in names]
    offers = trio.monitor.matching.offers("person", "Ulgikaliyev Murat").offers
    assert [offer.id for offer in offers] == [known[2], known[1], known[0]]
    assert [offer.match for offer in offers] == [True, True, False]


def test_an_alias_is_found_and_named(trio: Trio) -> None:
    content: JsonObject = {"names": [{"full": FULL}], "aliases": [{"text": "Намуна Пизишк"}]}
    known = trio.monitor.recording.add_other("person", content)
    (offer,) = trio.monitor.matching.offers("person", "Namuna Pizishk").offers
    assert (offer.id, offer.name, offer.match) == (known.id, FULL, True)
    assert offer.mark == f"Намуна Пизишк · {known.reference}"


def test_a_case_number_is_found_however_it_is_written(trio: Trio) -> None:
    known = add(trio.monitor, "№ 2-1456/2014", "proceeding")
    add(trio.monitor, "2-1457/2015", "proceeding")
    for typed in ("2-1456/2014", "2–1456/14", "2 1456 2014"):
        first = trio.monitor.matching.offers("proceeding", typed).offers[0]
        assert (first.id, first.match) == (known, True)
    (part,) = trio.monitor.matching.offers("proceeding", "1456").offers
    assert (part.id, part.match) == (known, False)


def test_an_organisation_is_found_by_words_in_any_order(trio: Trio) -> None:
    known = add(trio.monitor, "Үлгікентский городской суд", "organisation")
    add(trio.monitor, "Мысалтауская колония", "organisation")
    first, *others = trio.monitor.matching.offers("organisation", "Городской суд, Ulgikentskiy").offers
    assert (first.id, first.match, others) == (known, True, [])


def test_what_is_unlike_is_not_offered(trio: Trio) -> None:
    add(trio.monitor, FULL)
    for typed in ("", "?", "Пример Тестов", "М.", "1"):
        assert trio.monitor.matching.offers("person", typed).offers == ()


def test_what_a_migration_left_is_derived_by_the_next_opening_too(tmp_path: Path) -> None:
    vault = Path(shutil.copytree(EARLIER, tmp_path / "older"))
    watch = Watch()
    watch.cancel()
    with pytest.raises(CancelledError):
        open_services(vault, PASSPHRASE, SystemClock(), watch)
    with open_vault(vault) as services:
        assert services.matching.offers("person", "Sadykov Misol").offers
        assert services.vault.verify() == ()


def test_names_of_an_older_vault_are_there_once_it_is_opened(tmp_path: Path) -> None:
    vault = Path(shutil.copytree(EARLIER, tmp_path / "older"))
    for _ in range(2):
        with open_vault(vault) as services:
            (person,) = services.matching.offers("person", "Sadykov Misol").offers
            assert person.match
            assert services.matching.offers("organisation", "Ulgi kalalyk soty").offers
            assert services.matching.offers("proceeding", "2-1456/2014").offers
            assert services.matching.offers("person", "Кеткен Үлгібаев").offers == ()
            assert len(services.matching.offers("person", "Kanareikin Ulykbek").offers) == 2
            assert services.vault.verify() == ()
