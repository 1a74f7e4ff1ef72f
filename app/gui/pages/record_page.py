"""The page of one record of any kind: sections to write in, history, both sides of a conflict.

It saves by itself: when a field is left, a moment after the last key, now and then while one goes
on typing, and on leaving the page. What was typed of a save that is refused is kept, also as a
sealed draft, and stands here again, to be saved, when the record is shown the next time.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, cast

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget
from shiboken6 import isValid

from app.domain.compartments import Path
from app.domain.strict_json import JsonObject
from app.domain.text import make_visible
from app.gui.page import Column, Page, PageContext
from app.gui.pages.record_conflicts import ConflictView
from app.gui.pages.record_ending import Ending
from app.gui.pages.record_entries import EntriesSection, field_at
from app.gui.pages.record_history import HistoryView
from app.gui.pages.record_jobs import Loaded, load, make_named, save_or_keep
from app.gui.pages.record_more import MoreToRecord
from app.gui.pages.record_sections import NEXT_TURN_MS, AskedField, Section
from app.gui.pages.record_sheet import RecordSheet
from app.gui.pages.record_standing import RecordStanding
from app.gui.pages.record_unsaved import Unsaved
from app.gui.timers import single_shot
from app.gui.widgets.columns import ScrollColumn
from app.gui.widgets.fields import button, heading
from app.gui.widgets.section_steps import SectionSteps
from app.services.answers import RecordHistory, RecordSaved
from app.services.answers_changes import RevisionChanges
from app.services.record_ids import new_record_id
from app.words import translate

SAVE_AFTER_MS = 2_000
SAVE_AT_LATEST_MS = 10_000
_SECTIONS_AT_ONCE = 2
MAX_HEADING = 140
_FORM_PIXELS = 420
"""Where the form would be narrower, the list of sections gives way to it."""


class RecordPage(Page):
    """Subclasses say of which kind, under which title, and in which sections."""

    column = Column.PAGE
    kind: ClassVar[str] = ""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.record_id = ""
        self.sheet = RecordSheet(context)
        self.sheet.touched.connect(self._note_change)
        self.sheet.left.connect(self.save)
        self.sheet.wanted.connect(self._make_record)
        self.sections: list[Section] = []
        self._behind: list[Section] = []
        self._unmade: dict[str, tuple[str, str]] = {}
        self._field: Path = ()
        self._soon = single_shot(self, SAVE_AFTER_MS, self.save)
        self._at_latest = single_shot(self, SAVE_AT_LATEST_MS, self.save)
        self._next_turn = single_shot(self, NEXT_TURN_MS, self._go_on)
        self._makers = list(self.section_makers())
        self._build()
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._note_focus)

    def section_makers(self) -> Sequence[Callable[[], Section]]:
        """Makers of the sections, in the order in which they are shown."""
        raise NotImplementedError

    def enter(self, **arguments: Any) -> None:
        """Show the record whose `id` is given.

        `field`, a path, gets the cursor once everything is there.
        """
        self._field = tuple(arguments.get("field", ()))
        if arguments.get("id", self.record_id) != self.record_id:
            self.record_id = str(arguments["id"])
            self.sheet.shown = None
            self._show_form()
            self.form.verticalScrollBar().setValue(0)
        if self._field:
            self._show_form()
        self.refresh()

    def leave(self) -> bool:
        """What was typed is saved, a name that was typed by half too; nobody is kept."""
        self.seal()
        return True

    def seal(self) -> None:
        """The same before a lock."""
        focus = QApplication.focusWidget()
        if focus is not None and self.form.isAncestorOf(focus):
            focus.clearFocus()
        self.save()

    def refresh(self) -> None:
        """Ask for the record anew; what was typed meanwhile stays."""
        if self.record_id:
            self.read(partial(load, self.record_id, self.kind), self._show)

    def save(self) -> None:
        """Save what is not saved yet."""
        change, identifier, kind = self.sheet.editing.pending(), self.record_id, self.kind
        if self.sheet.shown is None or (self.sheet.is_read_only and self._unsaved.of(identifier)):
            return
        if not change:
            self._unsaved.end(identifier)
            return
        self._soon.stop()
        self._at_latest.stop()
        for unmade in tuple(self._unmade):
            self._begin_record(unmade, *self._unmade.pop(unmade))
        editing = self.sheet.editing

        def saved(answer: RecordSaved) -> None:
            editing.note_saved(change)
            self._unsaved.end(identifier, saved=True)
            if self.sheet.editing is editing:
                self.sheet.note_gaps(answer.missing)
            time = f"{self.context.clock.now().astimezone():%H:%M}"
            self.context.tell(translate("Saved {time}").format(time=time))
            self.context.announce(kind)

        def refused(error: Exception) -> None:
            self._unsaved.note(identifier, change)
            self._unsaved.show_record()
            self.fail(error)

        self.read(partial(save_or_keep, identifier, kind, change), saved, refused)

    def undo(self) -> bool:
        """Take the last change of a field back."""
        return self._show_step(self.sheet.editing.undo())

    def redo(self) -> bool:
        """Make the change again that was taken back."""
        return self._show_step(self.sheet.editing.redo())

    def step_section(self, step: int) -> None:
        """Go to the next section (1) or the one before (-1), by where the cursor is."""
        focus = QApplication.focusWidget()
        held = (at for at, each in enumerate(self.sections) if focus and each.holds(focus))
        place = present = next(held, -1 if step > 0 else 0)
        while self._is_made(place + step):
            place += step
            if self.sections[place].is_offered:
                return self._go_to_section(place)
        return self._go_to_section(present)

    def _is_made(self, place: int) -> bool:
        """Whether there is such a section; those that come by and by are made and shown at once."""
        if self._behind:
            self._show_record()
        while len(self.sections) <= place and self._makers:
            self._add_section()
        return 0 <= place < len(self.sections)

    def _go_to_section(self, place: int) -> None:
        """Show a section from its top, with the cursor in its first field."""
        self._is_made(place)
        section = self.sections[max(place, 0)]
        # Only a laid-out column knows where the section is.
        self.form.rows.activate()
        self.form.verticalScrollBar().setValue(section.y())
        (section.first_control() or section).setFocus()

    def _show_form(self) -> None:
        """Back from history or conflicts to the sections."""
        self._views.setCurrentWidget(self._writing)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The list of sections stands beside the form where there is room for both."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        least = self.context.theme.pixels(_FORM_PIXELS)
        self._steps.setVisible(self._steps.fits(self._views.size() - QSize(least, 0)))

    def _build(self) -> None:
        theme = self.context.theme
        self.title = heading("")
        self.standing = RecordStanding(theme, self._compare)
        opening = button(translate("History"), self._open_history, theme, look="plain", icon_name="history")
        self.standing.first.addWidget(opening)
        self.form = ScrollColumn(theme)
        self._more = MoreToRecord(theme, self._open_rare)
        self.ending = Ending(self.context)
        for moved in (self.form.verticalScrollBar().valueChanged, self.form.verticalScrollBar().rangeChanged):
            moved.connect(lambda *_: self._light_step())
        self._steps = SectionSteps(theme)
        self._writing = QWidget()
        beside = QHBoxLayout(self._writing)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.space(4))
        beside.addWidget(self._steps)
        beside.addWidget(self.form, 1)
        self._history = HistoryView(theme, self._ask_changes, self._show_form)
        self._conflicts = ConflictView(self.sheet, self._settle, self._show_form)
        self._views = QStackedWidget()
        for view in (self._writing, self._history, self._conflicts):
            self._views.addWidget(view)
        self.form.rows.addWidget(self.title)
        self.form.rows.addWidget(self.standing)
        self._unsaved = Unsaved(self.sheet, self.kind, self.refresh)
        self.form.rows.addWidget(self._unsaved)
        self.form.rows.addWidget(self._more)
        self.form.rows.addWidget(self.ending)
        # What scrolls goes on to the edges.
        self.body.setContentsMargins(theme.space(6), theme.space(6), theme.space(2), 0)
        self.body.addWidget(self._views, 1)

    def _show(self, loaded: Loaded) -> None:
        if loaded.shown.id != self.record_id:
            return
        is_new_here = self.sheet.shown is None
        self.sheet.lay(loaded.shown, loaded.named, loaded.evidence)
        self.sheet.hearings, self.sheet.ended = loaded.hearings, loaded.ended
        if is_new_here:
            self._behind = self.sections[_SECTIONS_AT_ONCE:]
            self._go_on_with({**loaded.draft, **self._unsaved.of(self.record_id)})
        self._unsaved.show_record()
        self.standing.show_standing(self.sheet)
        self.ending.show_record(loaded.shown)
        revisions = {entry.revision: entry for entry in loaded.revisions}
        self._conflicts.show_conflicts(loaded.shown.conflicts, revisions)
        if self._views.currentWidget() is self._conflicts and not loaded.shown.conflicts:
            self._show_form()
        for section in self._behind:
            section.hide()
        self._show_sections(self.sections[: -len(self._behind) or None])
        while self._makers and len(self.sections) < _SECTIONS_AT_ONCE:
            self._add_section()
        self._next_turn.start()

    def _go_on_with(self, refused: JsonObject) -> None:
        """Put what could not be saved on top of the record, if it can be written in, and try again."""
        if refused:
            self._unsaved.note(self.record_id, refused)
            for name, value in () if self.sheet.is_read_only else refused.items():
                self.sheet.editing.change((name,), value)
            self.save()

    def _show_record(self) -> None:
        """Show what the sheet holds in every section that is there."""
        self._behind = []
        self._show_sections(self.sections)

    def _show_sections(self, sections: Sequence[Section]) -> None:
        words = self.title_words()
        # All of it stands in its field.
        self.title.setText(words if len(words) <= MAX_HEADING else f"{words[:MAX_HEADING].rstrip()}…")
        for section in sections:
            section.show_record()
            self._offer(section)

    @property
    def is_whole(self) -> bool:
        """Whether every section is made and shows all its entries; the last of them come by and by."""
        lists = (each for each in self.sections if isinstance(each, EntriesSection))
        return not self._makers and not self._behind and all(each.is_drawn for each in lists)

    def title_words(self) -> str:
        """What the record is called, over the page."""
        shown = self.sheet.shown
        if shown is None:
            return ""
        title = self.sheet.editing.content.get("title")
        return make_visible(title) if isinstance(title, str) else shown.reference

    def _go_on(self) -> None:
        """One section more a turn: the first are seen at once, and no key waits."""
        if self._behind:
            self._show_sections([self._behind.pop(0)])
        elif self._makers:
            self._add_section()
        if self._behind or self._makers:
            self._next_turn.start()
        elif self._field:
            wanted, self._field = self._field, ()
            self._focus(field_at(self.sections, wanted))

    def _add_section(self) -> None:
        section, place = self._makers.pop(0)(), len(self.sections)
        self.sections.append(section)
        self.form.rows.insertWidget(self.form.rows.indexOf(self._more), section)
        self._steps.add(section.words, partial(self._go_to_section, place))
        self._offer(section)
        self._arrange()
        if not self._makers:
            self.form.rows.addStretch(1)

    def _offer(self, section: Section) -> None:
        section.setVisible(section.is_offered)
        self._steps.offer(self.sections.index(section), section.is_offered)
        if section is self.sections[-1]:
            rare = () if self.sheet.is_read_only else self.sections
            self._more.offer([each for each in rare if each.is_rare and not each.is_offered])

    def _open_rare(self, section: EntriesSection) -> None:
        """Something more is to be recorded: its section comes into its place, with a first entry."""
        section.open()
        self._go_to_section(self.sections.index(section))

    def _light_step(self) -> None:
        """The section whose beginning was scrolled past last is the one that is read."""
        line = self.form.verticalScrollBar().value() + self.context.theme.space(12)
        begun = [place for place, each in enumerate(self.sections) if each.is_offered and each.y() <= line]
        self._steps.light(begun[-1] if begun else 0)

    def _note_change(self, _path: Path) -> None:
        self._show_record()
        self._wait_for_more()

    def _note_focus(self, left: QWidget | None, _entered: QWidget | None) -> None:
        """A field of this page is left: a step of undo ends, and what was typed is saved."""
        if left is not None and isValid(left) and self.form.isAncestorOf(left):
            self.sheet.leave_field()

    def _wait_for_more(self) -> None:
        self._soon.start()
        if not self._at_latest.isActive():
            self._at_latest.start()

    def _show_step(self, path: Path | None) -> bool:
        if path is None:
            return False
        self._show_record()
        fields = (field for section in self.sections for field in section.fields())
        self._focus(next((each for each in fields if each.path == path and each.isVisibleTo(self)), None))
        self._wait_for_more()
        return True

    def _focus(self, field: AskedField | None) -> None:
        if field is not None:
            self.form.rows.activate()
            field.setFocus()
            self.form.ensureWidgetVisible(field)

    def _make_record(self, kind: str, name: str, on_made: Callable[[str], None]) -> None:
        """Name it here at once: whatever is saved next comes behind it, and a lock waits for both."""
        identifier = str(new_record_id())
        self.sheet.names[identifier], self.sheet.kinds[identifier] = name, kind
        self._begin_record(identifier, kind, name)
        on_made(identifier)

    def _begin_record(self, identifier: str, kind: str, name: str) -> None:
        def refused(error: Exception) -> None:
            self._unmade[identifier] = kind, name
            self.fail(error)

        making = partial(make_named, identifier, kind, name)
        self.read(making, lambda _: self.context.announce(kind), refused)

    def _open_history(self) -> None:
        self.save()
        identifier = self.record_id

        def show(history: RecordHistory) -> None:
            self._history.show_history(history)
            self._views.setCurrentWidget(self._history)

        self.read(lambda services, _: services.recording.history(identifier), show)

    def _ask_changes(self, revision: str, take: Callable[[RevisionChanges], None]) -> None:
        self.read(lambda services, _: services.changes.of(revision), take)

    def _compare(self) -> None:
        self._views.setCurrentWidget(self._conflicts)

    def _settle(self, change: JsonObject) -> None:
        for name, value in change.items():
            self.sheet.editing.leave_field()
            self.sheet.editing.change((name,), value)
        identifier, kind = self.record_id, self.kind
        whole = {**self.sheet.editing.pending(), **change}

        def saved(_: RecordSaved) -> None:
            self.sheet.editing.note_saved(whole)
            self.context.announce(kind)

        self.read(lambda services, _: services.recording.edit(identifier, whole, kind), saved)
