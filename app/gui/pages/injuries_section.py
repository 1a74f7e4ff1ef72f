"""The section of injuries: the body with its marks, and below it what each of them is."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from app.domain.body import FIGURES, VIEWS, Figure
from app.domain.compartments import COMPARTMENT_WORDS, Compartment, Path
from app.domain.injury_words import mark_words
from app.domain.strict_json import Json, JsonObject
from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.icons import icon
from app.gui.pages.injuries_handing_out import WAYS
from app.gui.pages.record_entries import EntriesSection, EntryBlock
from app.gui.pages.record_sections import AskedField, FieldLook
from app.gui.pages.record_sheet import RecordSheet
from app.gui.timers import single_shot
from app.gui.widgets.body_chooser import BodyChooser
from app.gui.widgets.body_map import ShownMark
from app.gui.widgets.fields import button, icon_button, plain_label
from app.services import Services, asked
from app.services.body_figures import load_body
from app.services.form_files import load_vocabularies
from app.services.record_ids import new_entry_id
from app.words import translate

_LOOK = FieldLook(home=Compartment.MEDICAL)
_MAP_FIELDS = ("person", "figure", "view", "x", "y", "region", "side")


class InjuryBlock(EntryBlock):
    """One injury: a line with its number and what it is, which opens what is asked of it."""

    def __init__(self, sheet: RecordSheet, holder: Path) -> None:
        super().__init__(sheet, holder, ())
        self.words = plain_label("")
        turning = translate("Show or hide what is asked of it")
        self.turner = icon_button("chevron-right", turning, self._turn, sheet.theme)
        self._inside = QWidget()
        outside, self.rows = self.rows, QVBoxLayout(self._inside)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(outside.spacing())
        self._fields = QVBoxLayout()
        self._fields.setSpacing(outside.spacing())
        self.rows.addLayout(self._fields)
        head = QHBoxLayout()
        head.setSpacing(sheet.theme.space(2))
        head.addWidget(self.turner, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        outside.addLayout(head)
        outside.addWidget(self._inside)
        self._inside.hide()
        # Only what is laid out can be scrolled to.
        self._soon = single_shot(self, 0, self._bring_into_sight)
        self.show_record()

    def open(self) -> None:
        """Show what is asked, with the cursor in the first of it."""
        self._show_inside(shown=True)
        if (field := self.findChild(AskedField)) is not None:
            field.setFocus()
        self._soon.start()

    def show_record(self) -> None:
        """Show what the injury is now."""
        super().show_record()
        entries = self.sheet.entries("injuries")
        found = ((n, each) for n, each in enumerate(entries, 1) if each.get("id") == self.holder[-1])
        for number, injury in found:
            words = mark_words(load_vocabularies(), number, injury)
            self.words.setText(words)
            self.turner.setAccessibleName(words)

    def _turn(self) -> None:
        self._show_inside(shown=self._inside.isHidden())

    def _bring_into_sight(self) -> None:
        """As much of it as there is room for, from its top."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and (whole := around.widget()) is not None:
            top = self.mapTo(whole, QPoint(0, 0)).y() - self.sheet.theme.space(2)
            around.verticalScrollBar().setValue(top)

    def _show_inside(self, *, shown: bool) -> None:
        if shown and not self._fields.count():
            for each in asked.INJURY:
                field = AskedField(self.sheet, self.holder, each, _LOOK)
                self._fields.addWidget(field)
                self._parts.append(field)
        self.turner.setIcon(icon("chevron-down" if shown else "chevron-right", self.sheet.theme))
        self._inside.setVisible(shown)


class InjuriesSection(EntriesSection):
    """The injuries of everybody in the incident; the map shows those of one person at a time."""

    wanted_out = Signal(object, str)
    """Injuries are to leave the vault: of one person, by id, or of all (None); and how, one of WAYS."""

    def __init__(self, sheet: RecordSheet) -> None:
        self._asked_for: tuple[str, ...] = ()
        self._figures: dict[str, Figure] = {}
        self._person: str | None = None
        self._is_chosen, self._shown_record = False, ""
        # Before the section itself, which shows the record as soon as it is there.
        self.body_map = BodyChooser(sheet.theme)
        self.ways = QMenu()
        self.hand_out = button(translate("Save or print…"), self._show_ways, sheet.theme, icon_name="image")
        super().__init__(
            sheet,
            translate("Injuries"),
            "injuries",
            translate("Add an injury without a mark"),
            lambda holder, _entry: InjuryBlock(sheet, holder),
        )
        told = translate("In the part “{name}”, which can be withheld.")
        part = told.format(name=translate(COMPARTMENT_WORDS[Compartment.MEDICAL]))
        self.rows.insertWidget(1, plain_label(part, "small"))
        self.rows.insertWidget(2, self.body_map)
        self.ways.setParent(self, self.ways.windowFlags())
        for way, words in WAYS.items():
            self.ways.addAction(translate(words), partial(self._want_out, way))
        self.rows.addWidget(self.hand_out, 0, Qt.AlignmentFlag.AlignLeft)
        self.body_map.placed.connect(self._place)
        self.body_map.person_chosen.connect(self._choose_person)
        self.body_map.figure_chosen.connect(self._choose_figure)
        self.body_map.view_chosen.connect(self._show_map)
        self.body_map.brought_back.connect(self._bring_back)
        canvas = self.body_map.canvas
        canvas.moved.connect(self._move)
        canvas.opened.connect(self._open)
        canvas.removed.connect(self._remove_mark)

    def show_record(self) -> None:
        """Show the injuries there are now, on the body and below it."""
        super().show_record()
        self._show_map()

    def remove(self, identifier: str) -> None:
        """Take an injury away; undo brings it back. The cursor goes to another mark, where there is one."""
        super().remove(identifier)
        if marks := tuple(self.body_map.canvas.marks.values()):
            marks[0].setFocus()

    def _show_ways(self) -> None:
        self.ways.popup(self.hand_out.mapToGlobal(self.hand_out.rect().bottomLeft()))

    def _want_out(self, way: str) -> None:
        self.wanted_out.emit(self._person, way)

    def _injuries(self) -> Iterator[tuple[int, JsonObject]]:
        """Those of the person who is shown, with their numbers."""
        for number, injury in enumerate(self.sheet.entries("injuries"), 1):
            if injury.get("person") == self._person:
                yield number, injury

    def _show_map(self) -> None:
        chooser = self.body_map
        if self.sheet.shown is not None and self.sheet.shown.id != self._shown_record:
            self._shown_record, self._is_chosen = self.sheet.shown.id, False
        people = self._people()
        self._ask_for_figures(people)
        if not self._is_chosen or self._person not in (None, *people):
            hurt = [each.get("person") for each in self.sheet.entries("injuries")]
            self._person = next((str(each) for each in hurt if each in people), next(iter(people), None))
            if None in hurt and not any(each in people for each in hurt):
                self._person = None
        chooser.show_people([(each, make_visible(self.sheet.name_of(each))) for each in people], self._person)
        chooser.figure.set_value(self._figure())
        chooser.show_drawing()
        view, names = chooser.view.value(), load_vocabularies()
        here = [
            ShownMark(str(injury.get("id")), number, x, y, mark_words(names, number, injury))
            for number, injury in self._injuries()
            if (injury.get("view") or "front") == view
            and isinstance(x := injury.get("x"), int)
            and isinstance(y := injury.get("y"), int)
        ]
        drawing = chooser.canvas.drawing
        beside = sum(drawing.region_at(mark.x, mark.y) is None for mark in here)
        placed = sum(isinstance(injury.get("x"), int) for _, injury in self._injuries())
        chooser.show_marks(here, placed - len(here), beside)
        locked = self.sheet.why_locked(asked.INJURY[0])
        chooser.allow(not locked)
        self.hand_out.setEnabled(not locked and bool(self.sheet.entries("injuries")))

    def _people(self) -> tuple[str, ...]:
        """Everybody in the incident and everybody whose injuries it holds, victims first."""
        acts = self.sheet.entries("acts")
        victims = [each for act in acts for each in _ids(act.get("victims"))]
        hurt = [each.get("person") for each in self.sheet.entries("injuries")]
        everybody = [*victims, *_ids(self.sheet.value(("people",))), *hurt]
        return tuple(dict.fromkeys(str(each) for each in everybody if each))

    def _figure(self) -> Figure:
        """The figure of the marks that are there, else that of the person."""
        marked = (injury.get("figure") for _, injury in self._injuries())
        return next(
            (figure for each in marked for figure in FIGURES if figure == each),
            self._figures.get(self._person or "", "neutral"),
        )

    def _ask_for_figures(self, people: tuple[str, ...]) -> None:
        if people == self._asked_for:
            return
        self._asked_for = people

        def ask(services: Services, _: Watch) -> dict[str, Figure]:
            return {each: services.body_maps.figure_for(each) for each in people}

        def take(figures: dict[str, Figure]) -> None:
            self._figures = {**figures, **self._figures}
            self._show_map()

        # The figure is a convenience: without it the neutral one is shown.
        self.sheet.context.lanes.short.run(ask, owner=self, on_done=take, on_failed=lambda _: None)

    def _place(self, x: int, y: int) -> None:
        """A new injury there; the cursor goes to its mark, whence Enter leads to what is asked of it."""
        chooser = self.body_map
        figure, view = chooser.figure.value(), chooser.view.value()
        region = load_body().drawing(figure, view).region_at(x, y)
        if region is None:
            return
        values = (self._person, figure, view, x, y, region.code, region.side)
        injury: JsonObject = {"id": new_entry_id()}
        injury |= {name: value for name, value in zip(_MAP_FIELDS, values, strict=True) if value is not None}
        self.sheet.editing.leave_field()
        self.sheet.change(("injuries",), [*self.sheet.entries("injuries"), injury])
        chooser.canvas.marks[str(injury["id"])].setFocus()

    def _move(self, identifier: str, x: int, y: int) -> None:
        """The mark, and the part of the body on which it now is."""
        held = self.sheet.value(("injuries", identifier))
        region = self.body_map.canvas.drawing.region_at(x, y)
        if isinstance(held, dict) and region is not None:
            moved: JsonObject = {**held, "x": x, "y": y, "region": region.code, "side": region.side}
            self.sheet.change(("injuries", identifier), moved)

    def _remove_mark(self, identifier: str) -> None:
        self.remove(identifier)

    def _open(self, identifier: str) -> None:
        blocks = (each for each in self.findChildren(InjuryBlock) if each.holder[-1] == identifier)
        while (block := next(blocks, None)) is None and not self.is_drawn:
            self.list.make_next()
            blocks = (each for each in self.findChildren(InjuryBlock) if each.holder[-1] == identifier)
        if block is not None:
            block.open()

    def _choose_person(self) -> None:
        self._person, self._is_chosen = self.body_map.person.value(), True
        self._show_map()

    def _choose_figure(self) -> None:
        """The marks of the person go onto the other figure, each in its part of the body, in one step."""
        figure = next(each for each in FIGURES if each == self.body_map.figure.value())
        self._figures[self._person or ""] = figure
        self._put_onto(figure, lambda injury: injury.get("person") == self._person and "figure" in injury)

    def _bring_back(self) -> None:
        """The marks that lie beside the figure go onto it, each into its part of the body, in one step."""
        shown = self.body_map.canvas.marks
        self._put_onto(self._figure(), lambda injury: injury.get("id") in shown)

    def _put_onto(self, figure: Figure, is_meant: Callable[[JsonObject], bool]) -> None:
        injuries: list[Json] = [
            _on_figure(injury, figure) if is_meant(injury) else injury
            for injury in self.sheet.entries("injuries")
        ]
        self.sheet.editing.leave_field()
        self.sheet.change(("injuries",), injuries or None)
        self._show_map()

    def add(self) -> None:
        """A new injury of the person who is shown, without a mark."""
        self.add_entry({"person": self._person} if self._person else {})

    def add_entry(self, entry: JsonObject) -> None:
        """As any entry, opened."""
        super().add_entry(entry)
        self._open(str(self.sheet.entries("injuries")[-1].get("id")))


def _on_figure(injury: JsonObject, figure: Figure) -> JsonObject:
    """The injury marked on that figure: where it was, if its part of the body is there too."""
    x, y, view = injury.get("x"), injury.get("y"), injury.get("view")
    moved: JsonObject = {**injury, "figure": figure} if "figure" in injury else dict(injury)
    if isinstance(x, int) and isinstance(y, int):
        drawing = load_body().drawing(figure, next((each for each in VIEWS if each == view), None))
        code, side = injury.get("region"), injury.get("side")
        (moved["x"], moved["y"]), region = drawing.on_figure(code, side, x, y)
        moved |= {"region": region.code, "side": region.side} if code is None else {}
    return moved


def _ids(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list) else []
