"""The list of incidents: found as one types, narrowed by form, gaps, conflicts and evidence."""

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton

from app.domain.query import Narrowing
from app.gui.icons import icon
from app.gui.pages.record_lists import RecordListPage
from app.gui.widgets.choosing import Choice
from app.gui.widgets.fields import button, icon_room, set_look
from app.services.form_files import load_forms
from app.services.forms import FormShelf
from app.words import N_, translate

NARROWINGS: Mapping[Narrowing, str] = {
    Narrowing.INCOMPLETE: N_("Incomplete"),
    Narrowing.IN_CONFLICT: N_("In several versions"),
    Narrowing.HAS_EVIDENCE: N_("With evidence"),
}


class Incidents(RecordListPage):
    """All incidents, the latest first."""

    name = "incidents"
    place = "incidents"
    kind = "incident"
    page_of_one = "incident"
    watches = frozenset({"incident", "person", "proceeding", "evidence"})

    def words(self) -> str:
        """What the list is called."""
        return translate("Incidents")

    def empty_words(self) -> tuple[str, str, Callable[[], None] | None]:
        """Nothing was recorded yet."""
        sentence = translate("Here stands what happened: every incident that you record or receive.")
        return sentence, translate("New incident"), lambda: self.context.navigate("quick_entry")

    def build_head(self) -> None:
        """By form, and by what is to be done."""
        theme = self.context.theme
        self.forms = Choice(
            [(form.id, form.label) for form in FormShelf(load_forms()).list().items],
            none=translate("All forms"),
        )
        self.forms.setAccessibleName(translate("Form"))
        self.forms.changed.connect(self._narrow)
        self.filters = QToolButton()
        self.filters.setIcon(icon("list-filter", theme, gap=theme.space(1)))
        self.filters.setIconSize(icon_room(theme))
        self.filters.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.filters.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filters.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_look(self.filters, "menu")
        menu = QMenu(self.filters)
        self.narrowings: dict[Narrowing, QAction] = {}
        for narrowing, words in NARROWINGS.items():
            action = menu.addAction(translate(words))
            action.setCheckable(True)
            action.toggled.connect(lambda _: self._narrow())
            self.narrowings[narrowing] = action
        self.filters.setMenu(menu)
        self.new_button = button(
            translate("New incident"),
            lambda: self.context.navigate("quick_entry"),
            theme,
            look="primary",
            icon_name="plus",
        )
        self.head.insertWidget(0, self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addWidget(self.forms, 1)
        row.addWidget(self.filters)
        self.head.addLayout(row)
        self._show_filters()

    def enter(self, **arguments: object) -> None:
        """Show the list; `only` is what it is narrowed to, and nothing else then."""
        if isinstance(only := arguments.get("only"), Collection):
            self.line.clear()
            self.forms.set_value(None)
            for narrowing, action in self.narrowings.items():
                action.setChecked(narrowing in only)
            self.ask()
        super().enter(**arguments)

    def form(self) -> str | None:
        """The form that was chosen."""
        return self.forms.value()

    def narrowed(self) -> tuple[Narrowing, ...]:
        """What was ticked."""
        return tuple(each for each, action in self.narrowings.items() if action.isChecked())

    def _narrow(self) -> None:
        self._show_filters()
        self.ask()

    def _show_filters(self) -> None:
        """Which filters are on stands in words, and not in a colour."""
        chosen = [translate(NARROWINGS[each]) for each in self.narrowed()]
        words = translate("Filter") if not chosen else translate("Filter: {count}").format(count=len(chosen))
        self.filters.setText(words)
        self.filters.setAccessibleName(", ".join((words, *chosen)))
