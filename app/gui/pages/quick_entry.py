"""Quick entry: the essentials in under two minutes, typed first and classified later.

What is typed is kept as a sealed draft by itself. One press, or going elsewhere, makes the incident
of it; only then does the draft end, in the same transaction. A draft that was left over by a kill, a
lock or a refusal stands here again the next time: whoever types goes on with it, whoever goes
elsewhere leaves it a draft. It can be set aside for another entry, and taken up again. Under seal mode
going elsewhere always leaves a draft, and only the button, or its own keys, finishes and seals.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.file_dialogs import choose_files
from app.gui.page import Page, PageContext
from app.gui.pages.quick_sealing import QuickSealing
from app.gui.quick_draft import QuickDraft
from app.gui.timers import single_shot
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ScrollColumn
from app.gui.widgets.dates import FuzzyDateEdit
from app.gui.widgets.dropping import dropped_paths
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.file_list import FileList
from app.gui.widgets.notice import Notice
from app.gui.widgets.offers import MOST_OFFERS, name_offers, place_offers
from app.gui.widgets.people_line import PeopleLine
from app.gui.widgets.place_line import PlaceLine
from app.gui.widgets.typing import LongText
from app.services import Services
from app.services.answers import RecordSaved
from app.services.drafts import QUICK
from app.services.form_files import load_forms
from app.services.forms import FormShelf
from app.services.gazetteer_files import find_places
from app.services.record_ids import new_record_id
from app.words import N_, translate, translate_plural

KEEP_AFTER_MS = 1_500
KEEP_AT_LATEST_MS = 5_000
_NARRATIVE_LINES = 7
TAKING_IN = N_("Taking files in")
FOUND_AGAIN = N_("This was not saved yet when you last left. Go on with it, or save it as it is.")
NOT_SAVED_YET = N_("Not saved yet; it is kept in “New incident”.")


class QuickEntry(Page):
    """One new incident at a time."""

    name = "quick_entry"
    place = "incidents"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._draft_name = _new_name()
        self._blank = QuickDraft()
        self._kept = QuickDraft()
        self._found: QuickDraft | None = None
        self._aside: list[str] = []
        self._in_flight: set[str] = set()
        self._soon = single_shot(self, KEEP_AFTER_MS, self._keep)
        self._at_latest = single_shot(self, KEEP_AT_LATEST_MS, self._keep)
        self.narrative = LongText(theme, _NARRATIVE_LINES)
        self.when = FuzzyDateEdit(theme, lambda: context.clock.now().astimezone().date())
        self.where = PlaceLine(theme)
        self.people = PeopleLine(theme)
        self.form = Choice(
            [(form.id, form.label) for form in FormShelf(load_forms()).list().items],
            none=translate("Not classified yet"),
        )
        self.files = FileList(theme)
        self.save_button = button(translate("Save incident"), self.finish, theme, look="primary")
        self.keys = plain_label("", "small")
        self.sealing = QuickSealing(self, self.save_button, self.keys)
        self._build()
        for control in (self.narrative, self.when, self.where, self.people, self.form, self.files):
            control.changed.connect(self._note_change)
        self.narrative.told.connect(context.tell)
        self.people.asked.connect(self._ask_people)
        self.where.asked.connect(self._ask_places)
        self.setAcceptDrops(True)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            pressed = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut)
            pressed.activated.connect(self.finish)

    def enter(self, **arguments: Any) -> None:
        """Go on with what is here or was left over; else begin with now and the last place.

        `files` are paths to begin with.
        """
        self.sealing.refresh()
        self.files.add(arguments.get("files", ()))
        self.narrative.setFocus()
        if self._draft() == self._blank:
            self._clear(last_place=None)
            self._ask_left_over()

    def leave(self) -> bool:
        """What was typed becomes an incident, what was only found again stays a draft; one may go."""
        if self.sealing.is_on or (self._found is not None and self._draft() == self._found):
            self._keep()
            if self._draft() != self._blank:
                self.context.tell(translate(NOT_SAVED_YET))
            self._clear(last_place=None)
        else:
            self._finish(show=False)
        return True

    def seal(self) -> None:
        """Half an incident stays a draft."""
        self._keep()

    def save(self) -> None:
        """Make the incident; under seal mode, where that takes it away, keep the draft."""
        if self.sealing.is_on:
            self._keep()
            self._tell_kept()
        else:
            self._finish(show=True)

    def finish(self) -> None:
        """The one press that makes the incident, and under seal mode seals it."""
        if self.sealing.is_on and self._draft() != self._blank:
            self.sealing.confirm(lambda: self._finish(show=True, seals=True))
        else:
            self._finish(show=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files may be dropped anywhere on the page."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Take the files note of; they are read when the incident is saved."""
        self.files.add(dropped_paths(event))
        event.acceptProposedAction()

    def _build(self) -> None:
        theme = self.context.theme
        scroll = self._scroll = ScrollColumn(theme)
        self.notice = Notice(theme)
        self._files_field = Field(
            translate("Files"),
            self.files,
            theme,
            hint=translate("Or drop them anywhere on this page."),
        )
        self._people_field = Field(translate("Who"), self.people, theme, hint=self._people_hint())
        fields: tuple[QWidget, ...] = (
            heading(translate("New incident")),
            self.notice,
            Field(translate("What happened"), self.narrative, theme),
            Field(translate("When"), self.when, theme),
            Field(translate("Where"), self.where, theme),
            self._people_field,
            Field(translate("Form"), self.form, theme),
            self._files_field,
        )
        for field in fields:
            scroll.rows.addWidget(field)
        scroll.rows.addStretch(1)
        self.files.add_button.clicked.connect(lambda: choose_files(self, translate("Files"), self.files.add))
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self.sealing)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(3))
        foot.addWidget(self.save_button)
        foot.addWidget(self.keys, 1)
        self.body.addLayout(foot)

    def _begin(self, found: tuple[str, JsonObject | None, JsonObject | None]) -> None:
        """What the vault remembers comes in beneath whatever was typed meanwhile."""
        name, left_over, last_place = found
        if self.where.place() is None:
            self._blank = replace(self._blank, where=last_place)
            self._kept = replace(self._kept, where=last_place)
            self.where.set_place(last_place)
        if self._draft() == self._blank and left_over is not None:
            self._show_again(name, QuickDraft.from_json(left_over))
        elif self._aside:
            count = len(self._aside)
            told = translate_plural("{count} entry is set aside.", "{count} entries are set aside.", count)
            self.notice.tell(told.format(count=count), translate("Show"), self._take_up)

    def _ask_left_over(self) -> None:
        passed_over = frozenset({*self._in_flight, *self._aside})
        self.read(lambda services, _: _look(services, passed_over), self._begin)

    def _show_again(self, name: str, draft: QuickDraft) -> None:
        self._draft_name, self._kept = name, draft
        self._show(draft)
        self._found = self._draft()
        self.narrative.moveCursor(QTextCursor.MoveOperation.End)
        self.notice.tell(translate(FOUND_AGAIN), translate("Set it aside"), self._set_aside)
        # Once the notice has its place: where there is little room, the text goes before it.
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.narrative))

    def _set_aside(self) -> None:
        """It stays a draft, and the page is free for another entry."""
        self._keep()
        if self._draft() != self._blank:
            self._aside.append(self._draft_name)
        self._clear(last_place=None)
        self._ask_left_over()
        self.narrative.setFocus()

    def _take_up(self) -> None:
        """Show what was set aside first; what stands here now is set aside for it."""
        self._aside.pop(0)
        self._set_aside()

    def _clear(self, last_place: JsonObject | None) -> None:
        """Nothing but the time and the last place."""
        self._draft_name, self._found = _new_name(), None
        self._blank = self._kept = QuickDraft.beginning(self.context.clock.now(), last_place)
        self._show(self._blank)
        self.notice.hide()

    def _draft(self) -> QuickDraft:
        return QuickDraft(
            narrative=self.narrative.value(),
            when=self.when.value(),
            where=self.where.place(),
            people=self.people.people(),
            form=self.form.value(),
            files=self.files.value(),
        )

    def _show(self, draft: QuickDraft) -> None:
        self.narrative.set_value(draft.narrative)
        self.when.set_value(draft.when)
        self.where.set_place(draft.where)
        self.people.set_people(draft.people)
        self.form.set_value(draft.form)
        self.files.set_value(draft.files)
        self._people_field.show_hint(self._people_hint())

    def _note_change(self) -> None:
        self._people_field.show_hint(self._people_hint())
        self._soon.start()
        if not self._at_latest.isActive():
            self._at_latest.start()

    def _keep(self) -> None:
        """Seal what is typed; of an entry that was emptied again nothing is kept."""
        self._stop_timers()
        draft, name = self._draft(), self._draft_name
        if draft == self._kept:
            return
        self._kept = draft
        if draft == self._blank:
            self.read(lambda services, _: services.drafts.drop(name), lambda _: None)
            return
        content = draft.to_json()
        self.read(lambda services, _: services.drafts.save(name, content), lambda _: self._tell_kept())

    def _finish(self, *, show: bool, seals: bool = False) -> None:
        """Make the incident; the page is free for the next one at once."""
        draft, name = self._draft(), self._draft_name
        if draft == self._blank or (not show and draft.tells_nothing()):
            self._keep()
            return
        self._stop_timers()
        self._in_flight.add(name)
        # Of what is sealed not even the place stands in the next one.
        self._clear(None if seals else draft.where)
        self.error_bar.hide()
        content = draft.to_json()

        def job(services: Services, watch: Watch) -> RecordSaved | None:
            services.drafts.save(name, content)
            if draft.files:
                return None
            return services.recording.add(draft.to_input(), (), watch, draft=name)

        def settled(saved: RecordSaved | None) -> None:
            if saved is not None:
                self._saved(saved, name, show=show, seals=seals)
            else:
                self._take_files_in(draft, name, show=show, seals=seals)

        self.read(job, settled, lambda error: self._refused(error, draft, name))

    def _take_files_in(self, draft: QuickDraft, name: str, *, show: bool, seals: bool) -> None:
        files = tuple(Path(file) for file in draft.files)

        def job(services: Services, watch: Watch) -> RecordSaved | Exception:
            try:
                return services.recording.add(draft.to_input(), files, watch, draft=name)
            except AppError as error:
                return error

        def settled(done: RecordSaved | Exception) -> None:
            if isinstance(done, RecordSaved):
                self._saved(done, name, show=show, seals=seals)
            else:
                self._refused(done, draft, name)

        self.work(TAKING_IN, job, settled, lambda: self._put_back(draft, name))

    def _saved(self, saved: RecordSaved, name: str, *, show: bool, seals: bool) -> None:
        self._in_flight.discard(name)

        def go_on() -> None:
            if show and self.isVisible() and self._draft() == self._blank:
                self.context.navigate("incident", id=saved.id)

        if seals:
            self.sealing.seal(saved.id, go_on)
            return
        self.context.announce("incident", "person", "evidence")
        self.context.tell(translate("Saved at {time}.").format(time=self._time()))
        go_on()

    def _refused(self, error: Exception, draft: QuickDraft, name: str) -> None:
        self._put_back(draft, name)
        self.fail(error)
        self.context.tell(translate(NOT_SAVED_YET))

    def _put_back(self, draft: QuickDraft, name: str) -> None:
        """What could not become an incident stands here again, unless the next one has been begun."""
        self._in_flight.discard(name)
        if self._draft() == self._blank:
            self._show_again(name, draft)

    def _ask_people(self, typed: str) -> None:
        self.read(
            lambda services, _: services.matching.offers("person", typed, MOST_OFFERS),
            lambda found: self.people.offer(typed, name_offers(typed, found)),
        )

    def _ask_places(self, typed: str) -> None:
        self.read(
            lambda _services, _watch: find_places(typed, MOST_OFFERS),
            lambda found: self.where.offer(typed, place_offers(found)),
        )

    def _people_hint(self) -> str:
        people = self.people.people()
        if not people:
            return translate("Names, parted by commas. Those you have recorded before are offered.")
        known = ", ".join(person.name for person in people if person.id is not None)
        new = ", ".join(person.name for person in people if person.id is None)
        told = [translate("Recorded before: {names}").format(names=known)] if known else []
        return " · ".join([*told, *([translate("New: {names}").format(names=new)] if new else [])])

    def _stop_timers(self) -> None:
        self._soon.stop()
        self._at_latest.stop()

    def _tell_kept(self) -> None:
        self.context.tell(translate("Draft kept at {time}.").format(time=self._time()))

    def _time(self) -> str:
        return f"{self.context.clock.now().astimezone():%H:%M}"


def _look(
    services: Services, passed_over: frozenset[str]
) -> tuple[str, JsonObject | None, JsonObject | None]:
    """The draft that was left over, with its name, and the last place."""
    left_over = (name for name in services.drafts.names(QUICK) if name not in passed_over)
    name = next(left_over, "")
    return name, services.drafts.load(name), services.recording.last_place()


def _new_name() -> str:
    return f"{QUICK}{new_record_id()}"
