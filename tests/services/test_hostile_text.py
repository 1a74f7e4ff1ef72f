"""Every text field takes every line of `tests.hostile_lines`: kept, found, shown, written out, taken in.

Fields that stand once in a record get a line a record; those in entries of lists many at a time.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree as ET

import pytest

from app.cli.presentation import present
from app.domain.errors import RecordError
from app.domain.query import Query
from app.domain.revision import RecordId
from app.domain.strict_json import Json, JsonObject, canonical_text
from app.domain.text import MAX_LINE, make_visible
from app.domain.work import Watch
from app.services import Services
from app.services.record_ids import new_record_id
from app.services.whole_records import KINDS_IN_ORDER, read_whole_record
from app.vault.search import fold
from tests.hostile_lines import BROKEN, GROUPS, HUGE, LINES, OUR_LETTERS, UNSEEN
from tests.services.conftest import Trio
from tests.services.test_round_trips import exported
from tests.text_fields import Filled, TextField, content_with, text_fields

AT_ONCE = 64
HUGE_AT_ONCE = 8
SHOWN_OF = 23
WIDE_SHOWN_OF = 5
"""Of the records every so manieth is shown: all texts are shown alike."""
EVERY = 10_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Given:
    """One record as `record export` writes it."""

    kind: str
    id: str
    content: JsonObject
    wide: bool = False

    @property
    def whole(self) -> JsonObject:
        return {"content": self.content, "id": self.id, "kind": self.kind}

    @cached_property
    def line(self) -> bytes:
        return canonical_text(self.whole).encode() + b"\n"


def filled(kind: str, numbers: range, *, in_entry: bool) -> JsonObject:
    """A record whose fields hold lines, in lists an entry for each number.

    The first field holds the line of the number, those behind it the next ones: over all numbers
    each field holds each line.
    """
    fields = tuple(field for field in text_fields(kind) if field.in_entry is in_entry)
    behind = {field: place for place, field in enumerate(fields)}
    return content_with(
        fields, lambda field, entry: LINES[(numbers[entry] + behind[field]) % len(LINES)], len(numbers)
    )


def records() -> Iterator[tuple[str, JsonObject, bool]]:
    """Kind, content, and whether many entries stand in it."""
    for kind in KINDS_IN_ORDER:
        for number in range(len(LINES)):
            yield kind, filled(kind, range(number, number + 1), in_entry=False), False
        for start in range(0, len(LINES), AT_ONCE):
            yield kind, filled(kind, range(start, min(start + AT_ONCE, len(LINES))), in_entry=True), True


def in_groups(fields: list[TextField], size: int) -> Iterator[list[TextField]]:
    for start in range(0, len(fields), size):
        yield fields[start : start + size]


def texts_of(content: Json) -> Iterator[str]:
    """Every text that stands in JSON."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for inner in content.values() if isinstance(content, dict) else content:
            yield from texts_of(inner)


def check_shown(services: Services, given: Given) -> None:
    """Whoever reads it in a terminal sees each text, and nothing of it acts there."""
    text = present(services.recording.show(given.id))
    assert make_visible(text) == text
    lines = {line.strip(" ").removeprefix("- ") for line in text.split("\n")}
    shown = lines | {line.partition(": ")[2].strip(" ") for line in lines}
    for held in texts_of(given.content):
        for line in make_visible(held).split("\n"):
            assert line.strip(" ") in shown, repr(held)


def check_answers(services: Services, ids: list[str]) -> None:
    """What is made of records holds as well: the timeline, duplicates, pictures, tables, counts, searches."""
    services.chronology.deadlines(365, Watch())
    services.searches.counts("incident", Query())
    for record in map(RecordId, ids[:1]):
        for answer in (services.chronology.timeline(record), services.duplicates.of(record)):
            text = present(answer)
            assert make_visible(text) == text
        picture, table = io.BytesIO(), io.BytesIO()
        services.body_maps.export(record, None, picture, "svg")
        services.body_maps.export(record, None, table, "csv")
        ET.fromstring(picture.getvalue())
        rows = csv.reader(io.StringIO(table.getvalue().decode("utf-8-sig")))
        assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_SIGNS)]
    for line in LINES[::SHOWN_OF]:
        services.searches.save("мысал", Query(words=line))
        assert services.searches.query("мысал").words == line


def test_the_lines_are_enough_and_each_is_another() -> None:
    assert len(LINES) >= 515
    assert len(set(LINES)) == len(LINES)
    assert all(GROUPS.values())
    assert all(letter in "".join(LINES) for letter in OUR_LETTERS)


def test_every_field_takes_every_line_and_gives_it_back(trio: Trio) -> None:
    services = trio.monitor
    given = [Given(kind, new_record_id(), content, wide) for kind, content, wide in records()]
    lines = [each.line for each in given]
    imported = services.recording.import_lines(io.BytesIO(b"".join(lines)), Watch())
    assert (imported.added, imported.refused) == (len(given), ())
    assert sorted(exported(services).splitlines(keepends=True)) == sorted(lines)
    for each in given[::SHOWN_OF] + [each for each in given if each.wide][::WIDE_SHOWN_OF]:
        check_shown(services, each)
    check_answers(services, [each.id for each in given if each.kind == "incident" and each.wide])


def test_each_line_finds_what_it_says(trio: Trio) -> None:
    services = trio.monitor
    given = [Given("incident", new_record_id(), {"title": line}) for line in LINES]
    imported = services.recording.import_lines(io.BytesIO(b"".join(each.line for each in given)), Watch())
    assert imported.added == len(LINES)
    for each, line in zip(given, LINES, strict=True):
        if any(character.isalnum() for character in fold(line)):
            found = services.reading.list_incidents(None, line, EVERY, 0)
            assert each.id in {item.id for item in found.items}, repr(line[:80])


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_is_unseen_hides_no_word(trio: Trio, unseen: str) -> None:
    saved = trio.monitor.recording.add({"title": f"ме{unseen}кеме 🥳сынақ🫱 {unseen}Үлгі"}, (), Watch())
    for typed in ("мекеме", f"мек{unseen}еме", "сынақ", "үлгі"):
        found = trio.monitor.reading.list_incidents(None, typed, EVERY, 0)
        assert [item.id for item in found.items] == [saved.id], typed


def saying(words: Mapping[TextField, str]) -> Filled:
    return lambda field, _: words[field]


def test_a_word_in_any_field_finds_its_record(trio: Trio) -> None:
    services = trio.monitor
    for kind in KINDS_IN_ORDER:
        fields = text_fields(kind)
        words = {field: f"сөз{place:03}Ң" for place, field in enumerate(fields)}
        given = Given(kind, new_record_id(), content_with(fields, saying(words)))
        assert services.recording.import_lines(io.BytesIO(given.line), Watch()).added == 1
        for field, word in words.items():
            found = services.reading.list_kind(kind, None, word.casefold(), EVERY, 0)
            assert [item.id for item in found.items] == [given.id], field.path


def test_a_text_takes_a_hundred_thousand_characters(trio: Trio) -> None:
    services = trio.monitor
    long = tuple(field for kind in KINDS_IN_ORDER for field in text_fields(kind) if field.limit > MAX_LINE)
    given = [
        Given(kind, new_record_id(), content_with(few, lambda field, _: HUGE[long.index(field) % len(HUGE)]))
        for kind in KINDS_IN_ORDER
        for few in in_groups([field for field in long if field.kind == kind], HUGE_AT_ONCE)
    ]
    lines = [each.line for each in given]
    assert services.recording.import_lines(io.BytesIO(b"".join(lines)), Watch()).refused == ()
    assert sorted(exported(services).splitlines(keepends=True)) == sorted(lines)
    for text in HUGE:
        saved = services.recording.add({"narrative": {"text": text}, "title": "Үлкен"}, (), Watch())
        assert services.recording.show(saved.id).content["narrative"] == {"text": text}
        assert services.recording.edit(saved.id, {"safety": text}).revision != saved.revision


def take_in(services: Services, given: Given) -> None:
    """As an input where there is one for the kind, else as a line of an export."""
    if given.kind == "incident":
        services.recording.add(given.content, (), Watch())
    else:
        read_whole_record(given.whole)


REFUSED = [*((text, "half of a letter") for text in BROKEN), (HUGE[0], "is too long")]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_a_field_cannot_keep_is_refused_by_its_name(trio: Trio, text: str, reason: str) -> None:
    for kind in KINDS_IN_ORDER:
        for field in text_fields(kind):
            if text == HUGE[0] and field.limit > MAX_LINE:
                continue
            given = Given(kind, new_record_id(), content_with([field], lambda *_: text))
            with pytest.raises(RecordError) as refused:
                take_in(trio.monitor, given)
            sentence = refused.value.sentence
            assert (refused.value.code, reason in sentence, text in sentence) == ("record.input", True, False)
            assert any(f".{step}:" in sentence.replace(" ", ".") for step in field.path[-2:]), sentence
    assert sum(trio.monitor.reading.counts().values()) == 0
