"""The body map with what is chosen above it (whose, which view, which figure) and placing by name below."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.body import FIGURES, VIEWS, Region
from app.domain.injury_words import FIGURE_WORDS, VIEW_WORDS, region_words
from app.gui.theme import Theme
from app.gui.widgets.body_map import BodyCanvas, ShownMark
from app.gui.widgets.choosing import Choice
from app.gui.widgets.fields import COLUMN_PIXELS, Field, button, plain_label, set_look
from app.gui.widgets.notice import Notice
from app.services.body_figures import load_body
from app.services.form_files import load_vocabularies
from app.words import translate, translate_plural

_SEPARATOR = ":"


class BodyChooser(QWidget):
    """Says where a mark is wanted; what is done with it is for whoever holds the record."""

    placed = Signal(int, int)
    person_chosen = Signal()
    figure_chosen = Signal()
    view_chosen = Signal()
    brought_back = Signal()
    """What lies beside the figure is to go onto it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.person = Choice((), none=translate("Not said"))
        self.view = Choice(((view, translate(VIEW_WORDS[view])) for view in VIEWS), none="")
        self.figure = Choice(((each, translate(FIGURE_WORDS[each])) for each in FIGURES), none="")
        self.figure.set_value("neutral")
        self.region = Choice((), none="")
        self.canvas = BodyCanvas(load_body().drawing(None, None), theme)
        self._told = plain_label("", "small")
        self.beside = Notice(theme)
        self._place = button(translate("Place a mark"), self._place_by_name, theme, icon_name="plus")
        self._build()
        self.person.changed.connect(self.person_chosen)
        self.figure.changed.connect(self.figure_chosen)
        self.figure.changed.connect(self.show_drawing)
        self.view.changed.connect(self.show_drawing)
        self.view.changed.connect(self.view_chosen)
        self.canvas.placed.connect(self.placed)
        self.canvas.pointed.connect(self._tell)
        self.region.changed.connect(self._light_chosen)
        self.show_drawing()

    def show_people(self, people: Sequence[tuple[str, str]], chosen: str | None) -> None:
        """Offer these people, by id and name."""
        while self.person.count() > 1:
            self.person.removeItem(1)
        for identifier, name in people:
            self.person.addItem(name, identifier)
        self.person.set_value(chosen)

    def show_drawing(self) -> None:
        """Show the view and figure that are chosen, and offer the parts of the body that it has."""
        drawing = load_body().drawing(self.figure.value(), self.view.value())
        if drawing == self.canvas.drawing and self.region.count():
            return
        self.canvas.show_drawing(drawing)
        view, figure = self.view.currentText(), self.figure.currentText()
        self.canvas.setAccessibleName(
            translate("Body: {view}, {figure}").format(view=view, figure=figure)
            if drawing.figure
            else translate("Body: {view}").format(view=view)
        )
        self.region.clear()
        for region in sorted(drawing.regions, key=_in_the_list):
            self.region.addItem(_name_of(region), f"{region.code}{_SEPARATOR}{region.side}")
        self._tell(None)

    def show_marks(self, marks: Iterable[ShownMark], elsewhere: int, beside: int = 0) -> None:
        """Show the marks of this view; say how many there are in others, and how many miss the figure."""
        self.canvas.show_marks(tuple(marks))
        self._elsewhere = elsewhere
        self.beside.setVisible(bool(beside))
        if beside:
            told = translate_plural(
                "{count} mark lies beside the figure.", "{count} marks lie beside the figure.", beside
            )
            put = translate("Put onto the figure")
            self.beside.tell(told.format(count=beside), put, self.brought_back.emit)
        self._tell(None)

    def allow(self, allowed: bool) -> None:
        """Whether marks can be placed and changed."""
        for widget in (self.canvas, self.region, self._place, self.beside.button):
            widget.setEnabled(allowed)

    _elsewhere = 0

    def _build(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(Field(translate("Whose injuries"), self.person, theme))
        beside = QHBoxLayout()
        beside.setSpacing(theme.space(3))
        beside.addWidget(Field(translate("View"), self.view, theme), 1)
        beside.addWidget(Field(translate("Figure"), self.figure, theme), 1)
        column.addLayout(beside)
        frame = QWidget()
        set_look(frame, "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.canvas)
        column.addWidget(frame)
        column.addWidget(self._told)
        column.addWidget(self.beside)
        naming = QHBoxLayout()
        naming.setSpacing(theme.space(2))
        naming.addWidget(self.region, 1)
        naming.addWidget(self._place)
        self.region.setAccessibleName(translate("Part of the body to mark"))
        column.addLayout(naming)
        self.setMaximumWidth(theme.pixels(COLUMN_PIXELS))

    def _chosen_region(self) -> Region | None:
        code, _, side = (self.region.value() or "").partition(_SEPARATOR)
        return self.canvas.drawing.find(code, side)

    def _light_chosen(self) -> None:
        self.canvas.light(self._chosen_region())

    def _place_by_name(self) -> None:
        region = self._chosen_region()
        if region is not None:
            self.placed.emit(*region.centre)

    def _tell(self, region: Region | None) -> None:
        if region is not None:
            self._told.setText(_name_of(region))
        elif self._elsewhere:
            told = translate("In other views there are more marks: {count}.")
            self._told.setText(told.format(count=self._elsewhere))
        else:
            self._told.setText(
                translate("Click on the body to place a mark. Left and right are the person's own.")
            )


def _in_the_list(region: Region) -> int:
    """From head to foot, as the code list has it."""
    vocabulary = load_vocabularies().find("body_region")
    return list(vocabulary.by_code).index(region.code) if vocabulary is not None else 0


def _name_of(region: Region) -> str:
    return region_words(load_vocabularies(), region.code, region.side)
