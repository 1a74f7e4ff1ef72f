import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from app.domain.content import MODELS, leaves
from app.domain.strict_json import JsonObject
from app.domain.summary import TITLE_LENGTH, ListRow, list_row, searchable_text
from app.places import root
from tests.domain.resources import shipped_forms
from tests.domain.strategies import contents

PERSON = "01890000-0000-7000-8000-000000000001"


def test_what_a_person_wrote_is_searched_and_nothing_else() -> None:
    content: JsonObject = {
        "title": "Қорқыту",
        "when": {"edtf": "2014-01-09", "said": "пагоҳӣ"},
        "priority": "urgent",
        "people": [PERSON],
        "acts": [
            {
                "id": "a1",
                "form": "threat",
                "form_version": 1,
                "details": {"channel": "letter", "words": "Өлтүрөм", "threatener": PERSON, "own": "Ҳуҷҷат"},
            }
        ],
    }
    assert searchable_text(leaves("incident", content, shipped_forms())) == "Қорқыту\nпагоҳӣ\nӨлтүрөм\nҲуҷҷат"
    assert searchable_text(leaves("question", {"text": "Қайда?", "id": "1"}, shipped_forms())) == "Қайда?"


def test_the_row_of_an_incident() -> None:
    content: JsonObject = {
        "narrative": {"text": "\n  Ұрып-соғу,\tсот залы \nекінші жол"},
        "when": {"edtf": "2014-01-09", "time": {"value": "10:40"}},
        "where": {"institution": "Сот", "locality": "Тест", "region": "KZ-47"},
        "acts": [
            {"id": "1", "form": "beating"},
            {"id": "2", "form": "threat"},
            {"id": "3", "form": "beating"},
        ],
    }
    assert list_row("incident", content) == ListRow(
        title="Ұрып-соғу, сот залы",
        when="2014-01-09",
        when_sort="2014-01-09T10:40",
        first_day="2014-01-09",
        last_day="2014-01-09",
        place="Сот, Тест",
        forms=("beating", "threat"),
    )


def test_titles_of_the_other_kinds() -> None:
    name: JsonObject = {"id": "1", "surname": "Намунаӣ", "given": "Ҷамшед"}
    assert list_row("person", {"names": [name], "pseudonym": "Н."}).title == "Намунаӣ Ҷамшед"
    assert list_row("person", {"pseudonym": "Н."}).title == "Н."
    assert list_row("organisation", {"names": [{"id": "1", "text": "Үлгі"}]}).title == "Үлгі"
    assert list_row("proceeding", {"numbers": [{"id": "1", "raw": "1-Ғ"}]}).title == "1-Ғ"
    assert list_row("evidence", {"name": "сүрөт.jpg"}).title == "сүрөт.jpg"


def test_a_title_is_cut_between_words() -> None:
    title = list_row("incident", {"title": "слово " * 40}).title
    assert len(title) <= TITLE_LENGTH
    assert title.endswith("слово…")
    assert len(list_row("incident", {"title": "ы" * 500}).title) == TITLE_LENGTH


def test_a_date_that_cannot_be_read_is_shown_and_not_sorted() -> None:
    row = list_row("incident", {"when": {"edtf": "of tomorrow"}})
    assert (row.when, row.when_sort) == ("of tomorrow", "")


def test_a_time_or_a_set_of_dates_that_cannot_be_read_fails_no_row() -> None:
    badly_timed: JsonObject = {"edtf": "2014-01-09", "time": {"value": "25:70"}}
    assert list_row("incident", {"when": badly_timed}).when_sort == "2014-01-09"
    endless: JsonObject = {"edtf": "[" + ", ".join(["2014"] * 50) + "]"}
    assert list_row("incident", {"when": endless}).when_sort == ""


@given(st.sampled_from(sorted(MODELS)).flatmap(lambda kind: st.tuples(st.just(kind), contents(kind))))
def test_every_record_has_a_row_and_text(case: tuple[str, JsonObject]) -> None:
    kind, content = case
    assert len(list_row(kind, content).title) <= TITLE_LENGTH
    assert PERSON not in searchable_text(leaves(kind, content, shipped_forms()))


@given(st.dictionaries(st.text(), st.recursive(st.none() | st.text() | st.integers(), st.lists)))
def test_content_of_any_shape_has_a_row(content: JsonObject) -> None:
    assert isinstance(list_row("incident", content), ListRow)
    assert list_row("kind_of_tomorrow", content | {"title": "Т"}).title == "Т"


def test_the_domain_is_quick_to_import() -> None:
    imports = "import sys, app.domain.record_input, app.domain.summary; sys.exit('edtf' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", imports], check=False, cwd=root())
    assert ran.returncode == 0
