"""`place find`: the gazetteer without a vault."""

from pathlib import Path

from tests.cli.shell import run


def test_a_place_is_found_with_its_region(tmp_path: Path) -> None:
    outcome = run("--vault", tmp_path / "none", "--language", "ru", "--json", "place", "find", "Zhanaozen")
    assert outcome.exit_code == 0
    first = outcome.json["offers"][0]
    assert (first["name"], first["region"], first["region_name"]) == (
        "Жанаозен",
        "KZ-47",
        "Мангистауская область",
    )
    assert (first["country"], first["country_name"]) == ("KZ", "Казахстан")
    assert first["place"] == {
        "country": "KZ",
        "region": "KZ-47",
        "gazetteer": first["id"],
        "locality": "Жанаозен",
        "latitude_e6": first["latitude_e6"],
        "longitude_e6": first["longitude_e6"],
        "precision_m": first["precision_m"],
    }
    assert not (tmp_path / "none").exists()


def test_places_for_people_are_one_a_line(tmp_path: Path) -> None:
    text = run("--vault", tmp_path / "none", "place", "find", "Чимкент").text
    assert text.splitlines()[0].endswith(
        "  Shymkent · Shymkent · Kazakhstan · match (99) · another name of it"
    )
    assert run("place", "find", "Ничегополис").text.splitlines()[0] == "0 entries"
