"""The body map as a picture (SVG 1.1), as pages to print (HTML) and as a table (CSV, RFC 4180).

It is what a clinician is handed. A picture shows each person's figures in those views that bear
marks, and below them what each number means. It is a plain file: whoever finds it can read it.
"""

import csv
import io
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from pydantic import BaseModel, ConfigDict

from app.domain.body import EXTENT, VIEWS, Body, Drawing, Figure, Point, Side, View
from app.domain.injury_words import VIEW_WORDS
from app.words import translate

PAGE_WIDTH = 1000
PAGE_HEIGHT = 1414
"""Of a sheet of the A series (ISO 216) that is PAGE_WIDTH wide."""
_ON_PAPER = (
    "@page { size: A4; margin: 0 } body { margin: 0 } svg { display: block; width: 210mm; height: 296.9mm }"
    " svg + svg { break-before: page }"
)
"""The style of pages to print; a hair lower than A4, so that rounding makes no empty sheet."""
_NOTHING_ELSE = "default-src 'none'; style-src 'unsafe-inline'"
_MARGIN, _GAP, _LINE = 40, 24, 22
_BODY_HEIGHT, _DETAIL_HEIGHT = 540, 340
"""The whole body is drawn higher than a part of it."""
_LETTERS_A_LINE = 108
_INK, _QUIET, _SKIN, _MARK = "#1f2123", "#595d62", "#f6f3ec", "#a8231b"
_MARK_RADIUS = 11
_TEXT = 'font-family="Noto Sans, sans-serif"'


class Marked(BaseModel):
    """One numbered injury; without a place it stands in the legend alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    view: View | None = None
    x: int | None = None
    y: int | None = None
    words: str


class Sheet(BaseModel):
    """The marks on one person, whose name is the heading."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heading: str
    figure: Figure
    marks: tuple[Marked, ...]


def body_map_svg(title: str, sheets: Sequence[Sheet], body: Body) -> bytes:
    """The picture as UTF-8; every text from outside is escaped and stands as plain text."""
    return body_map_pages(title, sheets, body, None)[0]


def body_map_pages(
    title: str, sheets: Sequence[Sheet], body: Body, page_height: int | None
) -> tuple[bytes, ...]:
    """The same on pages that are `page_height` high for PAGE_WIDTH; None: one page, as high as it needs.

    A row of figures stays whole, and so does a line of words.
    """
    pages: list[tuple[list[str], int]] = []
    parts, y = [_text(_MARGIN, _MARGIN + 20, title, size=20, weight="bold")], _MARGIN + 20
    for block in _blocks(sheets, body):
        if page_height is not None and y + block.height > page_height - _MARGIN and len(parts) > 1:
            pages.append((parts, page_height))
            told = translate("{title}, page {number}").format(title=title, number=len(pages) + 1)
            parts, y = [_text(_MARGIN, _MARGIN, told, size=12, fill=_QUIET)], _MARGIN + _LINE
        parts += block.painted(y)
        y += block.height
    pages.append((parts, page_height or y + _MARGIN))
    return tuple(_document(title, parts, height) for parts, height in pages)


def body_map_html(title: str, pages: Sequence[bytes], language: str) -> bytes:
    """Those pages in one file that any browser prints, each on a sheet of A4; it loads and runs nothing."""
    drawn = "\n".join(page.decode().partition("?>\n")[2] for page in pages)
    return (
        "<!DOCTYPE html>\n"
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang={quoteattr(language)}>\n<head>\n'
        '<meta charset="utf-8"/>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_ELSE}"/>\n'
        f"<title>{escape(title)}</title>\n<style>{_ON_PAPER}</style>\n</head>\n<body>\n{drawn}</body>\n</html>\n"
    ).encode()


def _document(title: str, parts: Sequence[str], height: int) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{PAGE_WIDTH}" height="{height}"'
        f' viewBox="0 0 {PAGE_WIDTH} {height}">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="{PAGE_WIDTH}" height="{height}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    ).encode()


@dataclass(frozen=True, slots=True)
class _Block:
    """What is not torn apart between two pages; `painted` makes it, from its top on."""

    height: int
    painted: Callable[[int], list[str]]


def _blocks(sheets: Sequence[Sheet], body: Body) -> Iterator[_Block]:
    """For each person the name with the first figures, more rows of figures, what each number means."""
    for sheet in sheets:
        heading: _Block | None = _Block(44 + _GAP // 2, partial(_heading, sheet))
        for row in _rows([body.drawing(sheet.figure, view) for view in _views(sheet)]):
            figures = _Block(max(map(_height, row)) + 2 * _LINE + _GAP, partial(_figures, sheet, row))
            yield figures if heading is None else _together(heading, figures)
            heading = None
        for mark in sheet.marks:
            for line, words in enumerate(textwrap.wrap(mark.words, _LETTERS_A_LINE) or [""]):
                yield _Block(_LINE, partial(_legend, "" if line else f"{mark.number}.", words))


def _together(above: _Block, below: _Block) -> _Block:
    return _Block(
        above.height + below.height, lambda top: above.painted(top) + below.painted(top + above.height)
    )


def _heading(sheet: Sheet, top: int) -> list[str]:
    return [_text(_MARGIN, top + 44, sheet.heading, size=16, weight="bold")]


def _figures(sheet: Sheet, row: Sequence[Drawing], top: int) -> list[str]:
    parts, x = list[str](), _MARGIN
    for drawing in row:
        marks = [mark for mark in sheet.marks if mark.view == drawing.view and mark.x is not None]
        parts += _panel(drawing, marks, x, top)
        x += _width(drawing) + _GAP
    return parts


def _legend(number: str, words: str, top: int) -> list[str]:
    numbered = [_text(_MARGIN, top, number, size=14, weight="bold")] if number else []
    return [*numbered, _text(_MARGIN + 36, top, words, size=14)]


def body_map_csv(columns: Sequence[str], rows: Sequence[Sequence[str | int | None]]) -> bytes:
    """The table as UTF-8 with a byte order mark, for spreadsheets; no cell begins a formula there."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str | int | None) -> str | int | None:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _views(sheet: Sheet) -> list[View]:
    """The views that bear marks, in their usual order; the front where there is none."""
    marked = {mark.view for mark in sheet.marks if mark.x is not None}
    return [view for view in VIEWS if view in marked] or ["front"]


def _width(drawing: Drawing) -> int:
    return _height(drawing) * drawing.width_per_mille // 1000


def _height(drawing: Drawing) -> int:
    return _BODY_HEIGHT if drawing.view in ("front", "back", "left", "right") else _DETAIL_HEIGHT


def _rows(drawings: Sequence[Drawing]) -> Iterator[list[Drawing]]:
    row: list[Drawing] = []
    for drawing in drawings:
        if row and sum(map(_width, [*row, drawing])) + _GAP * len(row) > PAGE_WIDTH - 2 * _MARGIN:
            yield row
            row = []
        row.append(drawing)
    yield row


def _panel(drawing: Drawing, marks: Sequence[Marked], left: int, top: int) -> Iterator[str]:
    """One view: the figure, its caption, the person's own sides, the marks on top."""
    width, height = _width(drawing), _height(drawing)

    def placed(points: Sequence[Point]) -> str:
        return " ".join(f"{left + x * width / EXTENT:.1f},{top + y * height / EXTENT:.1f}" for x, y in points)

    for outline in drawing.outlines:
        yield (
            f'<polygon points="{placed(outline)}" fill="{_SKIN}" stroke="{_INK}" stroke-width="1.2"'
            ' stroke-linejoin="round"/>'
        )
    for line in drawing.lines:
        yield f'<polyline points="{placed(line)}" fill="none" stroke="{_QUIET}" stroke-width="0.8"/>'
    for mark in marks:
        x, y = left + (mark.x or 0) * width / EXTENT, top + (mark.y or 0) * height / EXTENT
        label = str(mark.number)
        number = _text(x, y + 4.5, label, size=12, weight="bold", fill="#ffffff", anchor="middle")
        yield (
            f"<g><title>{escape(mark.words)}</title>"
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_MARK_RADIUS}" fill="{_MARK}" stroke="#ffffff"/>'
            f"{number}</g>"
        )
    below = top + height + _LINE
    yield _text(left + width / 2, below, translate(VIEW_WORDS[drawing.view]), size=14, anchor="middle")
    for side, at in sides_shown(drawing):
        anchor = "start" if at < EXTENT // 2 else "end"
        x = left if at < EXTENT // 2 else left + width
        yield _text(x, below, _side_words(side), size=12, fill=_QUIET, anchor=anchor)


def sides_shown(drawing: Drawing) -> tuple[tuple[Side, int], ...]:
    """Which of the person's sides lies where across a view that shows both."""
    sides: dict[Side, int] = {}
    for region in drawing.regions:
        if region.side in ("left", "right"):
            sides.setdefault(region.side, region.centre[0])
    return tuple(sides.items()) if len(sides) > 1 else ()


def _side_words(side: Side) -> str:
    return translate("right") if side == "right" else translate("left")


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int,
    weight: str = "normal",
    fill: str = _INK,
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" {_TEXT} font-size="{size}" font-weight={quoteattr(weight)}'
        f' fill="{fill}" text-anchor="{anchor}">{escape(words)}</text>'
    )
