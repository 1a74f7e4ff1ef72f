"""The sections that only an incident has: who with which role, acts by their forms, evidence."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.compartments import Compartment, Path
from app.domain.content import form_of
from app.domain.form import Form, FormField, fits
from app.domain.record_input import DEFAULT_FORM
from app.domain.strict_json import Json, JsonObject
from app.domain.text import make_visible
from app.domain.vocabulary import label_in
from app.gui.pages.incident_ended import EndedFiles
from app.gui.pages.incident_translations import translations_section
from app.gui.pages.record_entries import EntriesSection, EntryBlock, plain_entries, rows_for
from app.gui.pages.record_picks import PickedRecords
from app.gui.pages.record_sections import AskedField, FieldsSection, Section
from app.gui.pages.record_sheet import RecordSheet
from app.gui.widgets.choosing import Choice
from app.gui.widgets.evidence import EvidenceStrip
from app.gui.widgets.fields import Field, button, heading, icon_button, plain_label
from app.services import asked
from app.services.asked import asked_by_form
from app.services.evidence import DEFAULT_ARRIVAL
from app.services.form_files import load_forms, load_vocabularies
from app.services.record_words import tree_of
from app.words import chosen_language, translate

ROLES = ("victims", "alleged_perpetrators")


def form_words(form: Form | None, identifier: str) -> str:
    """The label of a form in the language in force; its id where it is not at hand."""
    return identifier if form is None else label_in(form.label, chosen_language())


class ActBlock(EntryBlock):
    """One act: its form, what every act has, what the form asks, and what neither knows."""

    def __init__(self, sheet: RecordSheet, holder: Path, entry: JsonObject) -> None:
        self.sheet = sheet
        self._form = form_of(entry, load_forms())
        self._written_by = (entry.get("form"), entry.get("form_version"))
        self._asked_when: list[tuple[FormField, AskedField]] = []
        super().__init__(sheet, holder, self._ask_by(self._form, holder))
        title = form_words(self._form, make_visible(str(entry.get("form") or "")))
        self.rows.insertWidget(0, heading(title, "lead"))
        self._rest = QVBoxLayout()
        self._rest.setSpacing(self.rows.spacing())
        self.rows.addLayout(self._rest)
        self.show_record()

    def grow(self) -> None:
        """Add the next few rows, of which some wait for an answer."""
        super().grow()
        self._show_asked()

    def fits(self, entry: JsonObject) -> bool:
        """Whether that act is written by the same form in the same version."""
        return self._written_by == (entry.get("form"), entry.get("form_version"))

    def show_record(self) -> None:
        """Show the act, asking only what its form asks at this state of the answers."""
        super().show_record()
        act = self.sheet.value(self.holder)
        if not isinstance(act, dict):
            return
        self._show_asked()
        held = act.get("details")
        details = held if isinstance(held, dict) else {}
        while (item := self._rest.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        unknown: Json = (
            act
            if self._form is None
            else {name: value for name, value in details.items() if self._is_of_another(name, value)}
        )
        if unknown:
            if self._form is not None:
                self._rest.addWidget(plain_label(translate("Also recorded, by another form"), "quiet"))
            self._rest.addWidget(plain_label(tree_of(self.sheet, unknown), selectable=True))

    def _is_of_another(self, name: str, value: Json) -> bool:
        """Whether another form, or another version of this one, wrote a value: read, not asked."""
        field = self._form.fields.get(name) if self._form else None
        return field is None or not fits(field, value)

    def _show_asked(self) -> None:
        details = self.sheet.value((*self.holder, "details"))
        told = details if isinstance(details, dict) else {}
        for field, shown in self._asked_when:
            # What was answered before stays visible, whatever the other field says now.
            asked_for = field.id in told or field.shown_when is None or field.shown_when.holds(told)
            is_of_another = field.id in told and self._is_of_another(field.id, told[field.id])
            shown.setVisible(asked_for and not is_of_another)

    def _ask_by(self, form: Form | None, holder: Path) -> Iterator[QWidget]:
        """Every row that the form has, made when it is asked for."""
        if form is None:
            told = translate("This version does not know the form; read only.")
            yield plain_label(told, "quiet")
            return
        forms = [(each.id, form_words(each, each.id)) for each in load_forms().all_newest()]
        choice = Choice(forms, none="")
        choice.set_value(form.id)
        choice.changed.connect(lambda: self._choose_form(choice.value()))
        choice.setEnabled(not self.sheet.is_read_only)
        explained = translate("Change it at any time: nothing that was typed is lost.")
        yield Field(translate("Form"), choice, self.sheet.theme, hint=explained)
        newest = load_forms().newest(form.id)
        if newest is not None and newest.version > form.version:
            yield self._newer_version(form)
        yield from rows_for(self.sheet, holder, asked.ACT)
        for section in form.sections:
            yield heading(label_in(section.label, chosen_language()), "lead")
            for field in section.fields:
                shown = AskedField(self.sheet, holder, asked_by_form(field))
                self._asked_when.append((field, shown))
                yield shown

    def _newer_version(self, form: Form) -> QWidget:
        """What moves the act to the newest version of its form; what that does not ask is shown to read."""
        moving = button(
            translate("Use the newer version of this form"),
            lambda: self._choose_form(form.id),
            self.sheet.theme,
            look="plain",
        )
        moving.setEnabled(not self.sheet.is_read_only)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(moving)
        line.addStretch(1)
        return row

    def _choose_form(self, identifier: str | None) -> None:
        act, form = self.sheet.value(self.holder), load_forms().newest(identifier or "")
        if isinstance(act, dict) and form is not None:
            self.sheet.editing.leave_field()
            self.sheet.change(self.holder, {**act, "form": form.id, "form_version": form.version})


class ActsSection(EntriesSection):
    """The acts, each by a form; a new one is not classified yet."""

    def __init__(self, sheet: RecordSheet) -> None:
        super().__init__(sheet, translate("Acts"), "acts", translate("Add an act"), partial(ActBlock, sheet))

    def add(self) -> None:
        """A new act that can be classified later."""
        form = load_forms().newest(DEFAULT_FORM)
        self.add_entry({"form": DEFAULT_FORM, "form_version": form.version if form else 1})


class WhoSection(Section):
    """Everybody who has to do with the incident, and what each was in each act."""

    def __init__(self, sheet: RecordSheet) -> None:
        super().__init__(sheet, translate("Who"))
        self._shown: object = None
        self._people = QVBoxLayout()
        self._person_rows: list[QWidget] = []
        self._people.setSpacing(sheet.theme.space(3))
        self._adder = PickedRecords(sheet, "person")
        self._adder.changed.connect(self._add)
        self.rows.addLayout(self._people)
        self.rows.addWidget(Field(translate("Add a person"), self._adder, sheet.theme))
        for each in asked.ORGANISATIONS:
            self.rows.addWidget(AskedField(sheet, (), each))
        self.show_record()

    def show_record(self) -> None:
        """A row for each person; made anew only when people, acts or names have changed."""
        super().show_record()
        people = [str(each) for each in _ids(self.sheet.value(("people",)))]
        acts = [
            (str(act.get("id")), str(act.get("form")), *(tuple(_ids(act.get(role))) for role in ROLES))
            for act in self.sheet.entries("acts")
        ]
        now = (people, acts, [self.sheet.name_of(each) for each in people], self.sheet.is_read_only)
        self._adder.setEnabled(not self.sheet.is_read_only)
        if now == self._shown:
            return
        self._shown = now
        focus = QApplication.focusWidget()
        held = [] if focus is None else [each for each in self._person_rows if each.isAncestorOf(focus)]
        for row in self._person_rows:
            self._people.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._person_rows = [self._row(person) for person in people]
        for row in self._person_rows:
            self._people.addWidget(row)
        if held and focus is not None:
            self._put_cursor_back(focus.accessibleName())

    def _put_cursor_back(self, name: str) -> None:
        """Into the control that is called what the one was that had it; made anew, it has to be shown."""
        for row in self._person_rows:
            for control in row.findChildren(QWidget):
                if control.accessibleName() == name:
                    row.show()
                    control.setFocus()

    def _row(self, person: str) -> QWidget:
        theme, name = self.sheet.theme, make_visible(self.sheet.name_of(person))
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        first = QHBoxLayout()
        first.addWidget(plain_label(name), 1)
        opening = translate("Open {name}").format(name=name)
        first.addWidget(
            icon_button("pencil", opening, partial(self.sheet.context.navigate, "person", id=person), theme)
        )
        removing = icon_button(
            "x", translate("Remove {name}").format(name=name), partial(self._remove, person), theme
        )
        removing.setEnabled(not self.sheet.is_read_only)
        first.addWidget(removing)
        column.addLayout(first)
        for act in self.sheet.entries("acts"):
            column.addWidget(self._role(person, name, act))
        return row

    def _role(self, person: str, name: str, act: JsonObject) -> QWidget:
        words = form_words(form_of(act, load_forms()), make_visible(str(act.get("form"))))
        role = Choice(
            [("victims", translate("Victim")), ("alleged_perpetrators", translate("Alleged perpetrator"))],
            none=translate("No role chosen"),
        )
        role.set_value(next((each for each in ROLES if person in _ids(act.get(each))), None))
        role.setEnabled(not self.sheet.is_read_only)
        identifier = str(act.get("id"))
        role.changed.connect(lambda: self._choose(person, identifier, role.value()))
        field = Field(words, role, self.sheet.theme)
        role.setAccessibleName(translate("Role of {name} in: {act}").format(name=name, act=words))
        field.setContentsMargins(self.sheet.theme.space(4), 0, 0, 0)
        return field

    def _choose(self, person: str, act: str, chosen: str | None) -> None:
        held = self.sheet.value(("acts", act))
        if not isinstance(held, dict):
            return
        changed = dict(held)
        for role in ROLES:
            others = [each for each in _ids(held.get(role)) if each != person]
            changed[role] = [*others, person] if role == chosen else others
        self.sheet.editing.leave_field()
        self.sheet.change(("acts", act), {name: value for name, value in changed.items() if value != []})

    def _add(self) -> None:
        chosen = _ids(self._adder.value())
        self._adder.set_value(None)
        people = _ids(self.sheet.value(("people",)))
        self.sheet.editing.leave_field()
        self.sheet.change(("people",), list(dict.fromkeys([*people, *chosen])))

    def _remove(self, person: str) -> None:
        left = [each for each in _ids(self.sheet.value(("people",))) if each != person]
        self.sheet.editing.leave_field()
        self.sheet.change(("people",), left or None)


class EvidenceSection(Section):
    """The evidence of the incident, in a strip; how the next files came; what was deleted or erased of it."""

    def __init__(self, sheet: RecordSheet) -> None:
        super().__init__(sheet, translate("Evidence"))
        self._shown: object = None
        self._record = ""
        language, ways = chosen_language(), load_vocabularies().find("arrived")
        offered = ways.entries if ways else ()
        self.arrived = Choice([(each.code, label_in(each.label, language)) for each in offered], none="")
        hint = translate("Choose it before you add files; the chain of custody begins with it.")
        asking = Field(translate("How the next files came to you"), self.arrived, sheet.theme, hint=hint)
        self.strip = EvidenceStrip(sheet.theme, asking)
        self.ended = EndedFiles(sheet.theme)
        self.rows.addWidget(self.strip)
        self.rows.addWidget(self.ended)
        self.arrived.set_value(DEFAULT_ARRIVAL)
        self.show_record()

    def show_record(self) -> None:
        """Show what is kept, and what ended; it is made anew only when that has changed."""
        self.strip.allow_adding(not self.sheet.is_read_only)
        self.arrived.setEnabled(not self.sheet.is_read_only)
        record = self.sheet.shown.id if self.sheet.shown else ""
        if self._record != record:
            # What was chosen for files of one incident says nothing of another's.
            self._record = record
            self.arrived.set_value(DEFAULT_ARRIVAL)
        now = (self.sheet.evidence, self.sheet.ended)
        if self._shown != now:
            self._shown = now
            self.strip.show_items(self.sheet.evidence)
            self.ended.show_files(self.sheet.ended)


def incident_sections(
    sheet: RecordSheet, evidence: Callable[[], Section], injuries: Callable[[], Section]
) -> tuple[Callable[[], Section], ...]:
    """Makers of the sections of an incident, in the order in which they are shown."""
    entries = partial(plain_entries, sheet)
    rare = partial(plain_entries, sheet, rare=True)
    sources = Compartment.SOURCES
    return (
        lambda: FieldsSection(sheet, translate("What"), asked.WHAT),
        lambda: translations_section(sheet),
        lambda: FieldsSection(sheet, translate("When"), asked.WHEN),
        lambda: FieldsSection(sheet, translate("Where"), asked.WHERE),
        lambda: WhoSection(sheet),
        lambda: ActsSection(sheet),
        lambda: rare(
            translate("Alleged perpetrators"),
            "involvements",
            translate("Add an involvement"),
            asked.INVOLVEMENT,
        ),
        lambda: rare(translate("Detention"), "detentions", translate("Add a detention"), asked.DETENTION),
        evidence,
        lambda: FieldsSection(sheet, translate("Proceedings"), asked.PROCEEDINGS),
        lambda: entries(translate("Sources"), "sources", translate("Add a source"), asked.SOURCE, sources),
        lambda: rare(translate("Claims"), "claims", translate("Add a claim"), asked.CLAIM, sources),
        lambda: entries(translate("Consent"), "consent", translate("Add a consent"), asked.CONSENT),
        injuries,
        lambda: entries(
            translate("Interventions"),
            "interventions",
            translate("Add an intervention"),
            asked.INTERVENTION,
        ),
        lambda: rare(translate("Links with other incidents"), "links", translate("Add a link"), asked.LINK),
        lambda: RestSection(sheet),
    )


class RestSection(Section):
    """What this page does not ask for, as a tree to read."""

    def __init__(self, sheet: RecordSheet) -> None:
        super().__init__(sheet, translate("Also recorded"))
        self._tree = plain_label("", selectable=True)
        self.rows.addWidget(self._tree)
        self.show_record()

    def show_record(self) -> None:
        """Show the fields that no other section shows; nothing at all where there are none."""
        shown = {"reference", "people", *(each.path[0] for each in asked.GENERAL), *asked.ENTRIES}
        rest = {name: value for name, value in self.sheet.editing.content.items() if name not in shown}
        self._tree.setText(tree_of(self.sheet, rest) if rest else "")
        self.is_offered = bool(rest)
        self.heading.setVisible(self.is_offered)
        self._tree.setVisible(self.is_offered)


def _ids(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list) else []
