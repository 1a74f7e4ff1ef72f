"""What a page is: a widget with a name, an entrance, an exit, and what it shares with all others.

For writers of pages (`app/gui/pages/*.py`, one class a file):

    class Incidents(Page):
        name = "incidents"            # the route: context.navigate("incidents", search="…")
        place = "incidents"           # the entry of the sidebar that is lit, "" for none
        scrolls = True                # the body in a scroll area, one column of at most 720 px
        column = Column.LIST          # LIST beside PAGE above 1100 px, or WHOLE; BARE has no sidebar
        watches = frozenset({"incident"})   # kinds after whose change `refresh` is called

        def __init__(self, context): super().__init__(context); self.body.addWidget(…)
        def enter(self, **arguments): …     # shown by navigate; asks for what it shows
        def leave(self) -> bool: …          # False keeps the person here; saves what was typed
        def seal(self): …                   # a lock: keeps what was typed, declares nothing done
        def refresh(self): …                # something changed, or the language did: ask again

1. Put widgets into `self.body`; the error bar and the work bar stand below it by themselves.
2. Ask and save on the short lane: `self.read(lambda services, watch: …, on_done)`. Take files in,
   write and check bundles on the long one: `self.work(N_("Taking files in"), job, on_done)`; its
   bar shows what, how far, how long still, Cancel. Both answer `fail` themselves: a refusal in the
   error bar with sentence, advice, code; anything else in the one dialog for bugs. A job touches no
   widget: read values first, hand values back.
3. After a write: `self.context.announce("incident", "person")`. No page touches another.
4. `self.context.tell(translate("Saved at {time}."))` for the quiet line; never a name in it.
5. Empty: `self.show_empty(sentence, button, action)`, and `show_empty(None)` when there is something.
6. Nothing typed is lost: `leave` saves it; `seal` starts what puts it into the vault on the short
   lane, as a draft (`services.drafts`) where `save` would make a record of something half typed. The
   window seals every page before it locks and before it makes pages anew; `enter` finds the draft. One that
   `must_stay` (its work bar works, or it tells what came of that) is made anew once it is left.
7. `search`, `save`, `undo`, `redo`, `step_section` answer the keys; override those that mean something.
8. Words through `translate`, plurals `translate_plural`; text of others through `domain.text.make_visible`
   into `plain_label` (never a QLabel that guesses rich text). No colour but `context.theme.colour(…)`,
   no size but multiples of `context.theme.space(…)`.
9. Every control that takes the focus has an accessible name; widgets below give theirs by their label.

Widgets, each with `value()`, `set_value(…)` and the signal `changed`, all without an own label:
    fields.py   Field(label, control, hint=…, gap=…) · heading, plain_label, button, icon_button, Empty
    typing.py   TextLine · SearchLine · LongText
    choosing.py Choice(options) · Choices(options) · YesNo ("yes", "no", "unknown" or None)
    dates.py    FuzzyDateEdit: {"value", "verbatim", …} or None, says how it was understood
    places.py   PlaceEdit: the JSON of domain.place.Place or None; points.py, map_view.py: the point in it
    offers.py   OfferingLine: a TextLine with offers beneath it; `asked`, `offer(…)`, `taken`
    persons.py  PersonChooser: {"id"} of one known or {"name"} of one new, or None
    records.py  RecordList(context, query): a QListView that fetches pages of 100 on the short lane;
                query(services, limit, offset) -> RecordList answer; `chosen(id)`, `reload(query)`
    evidence.py EvidenceStrip: signals `dropped(paths)`, `opened(sha256)`, `deleting(id)`, `erasing(id)`;
                `show_items(ListedEvidence…)`
    fingerprint.py FingerprintView(digits, words)
    bars.py     ErrorBar, WorkBar (a page has one of each)

Add a page to `app/gui/pages/__init__.py`: one line there.
"""

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import QMargins, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.guise import Guise
from app.domain.work import Watch
from app.gui.bug import show_bug
from app.gui.tasks import Job, Lanes, OnDone
from app.gui.theme import Theme
from app.gui.widgets.bars import ErrorBar, WorkBar
from app.gui.widgets.fields import COLUMN_PIXELS, Empty, set_look
from app.services.clock import Clock

T = TypeVar("T")
LOW_PIXELS = 400


class Column(Enum):
    """Where a page stands: beside the other column, alone, or alone without the sidebar."""

    LIST = "list"
    PAGE = "page"
    WHOLE = "whole"
    BARE = "bare"


class PageContext(QObject):
    """What all pages share: lanes, theme, clock; ways to go elsewhere, to tell, to hear of changes."""

    changed = Signal(object)
    """A frozenset of the kinds of record that were changed; `contact`, `exchange`, `settings` too."""
    navigated = Signal(str, object)
    """The name of a page and its arguments; the main window listens."""
    kept_beside = Signal(str)
    """The incident that is to stay beside others; once more: no longer."""
    ended = Signal(str, str)
    """Kind and id of a record that ended, or lost parts: no page keeps what it showed of it."""
    returned = Signal()
    """Back to where one came from."""
    told = Signal(str)
    """A quiet sentence for the line at the bottom; never with anything of an incident."""
    opened = Signal()
    """A vault has been opened in the lanes: the sidebar appears."""
    reworded = Signal()
    """Another language has been chosen: every page is made anew."""
    locked = Signal()
    """The person wants the vault locked."""
    panicked = Signal()
    """The person wants everything gone from the screen and from memory, this moment."""
    disguised = Signal()
    """Another name and icon have been chosen: every window takes them."""

    def __init__(
        self, lanes: Lanes, theme: Theme, clock: Clock, folder: Path, guise: Guise | None = None
    ) -> None:
        super().__init__()
        self.lanes = lanes
        self.theme = theme
        self.clock = clock
        self.folder = folder
        """Where the vault lies, or would by default."""
        self.guise = guise or Guise()
        """The name and the icon of every window; `wear` changes them."""
        self.after_lock = ""
        """The page that the process after a lock begins with; empty: it asks for the passphrase."""
        self.after_opening = ""
        """The page to which a vault opens that was opened for its sake; empty: to what is usual."""

    def navigate(self, name: str, **arguments: Any) -> None:
        """Show the page of that name, if the present one lets go."""
        self.navigated.emit(name, arguments)

    def go_back(self) -> None:
        """Show what was shown before, if the present page lets go."""
        self.returned.emit()

    def lock_then(self, name: str) -> None:
        """Lock the vault; the process that comes after begins with the page of that name."""
        self.after_lock = name
        self.locked.emit()

    def wear(self, guise: Guise) -> None:
        """Show this name and icon from now on."""
        self.guise = guise
        self.disguised.emit()

    def announce(self, *kinds: str) -> None:
        """Say that records of these kinds were changed; whoever shows some asks again."""
        self.changed.emit(frozenset(kinds))

    def tell(self, sentence: str) -> None:
        """Put a sentence on the quiet line."""
        self.told.emit(sentence)


class Asking(QWidget):
    """Asks the lanes, and shows in two bars what went wrong and what is being worked on."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.error_bar = ErrorBar(context.theme)
        self.work_bar = WorkBar(context.theme)

    def read(
        self,
        job: Job[T],
        on_done: OnDone[T],
        on_failed: Callable[[Exception], None] | None = None,
    ) -> Watch:
        """Ask or save on the short lane; what fails is shown here unless `on_failed` is given."""
        return self.context.lanes.short.run(
            job, owner=self, on_done=on_done, on_failed=on_failed or self.fail
        )

    def work(
        self,
        what: str,
        job: Job[T],
        on_done: OnDone[T],
        on_cancelled: Callable[[], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> Watch:
        """Do something long on the long lane under the work bar; `what` is a message of `N_`.

        What fails is shown here unless `on_failed` is given.
        """

        def settled(then: Callable[[], None]) -> None:
            self.work_bar.finish()
            then()

        watch = self.context.lanes.long.run(
            job,
            owner=self,
            on_done=lambda value: settled(lambda: on_done(value)),
            on_failed=lambda error: settled(lambda: (on_failed or self.fail)(error)),
            on_cancelled=lambda: settled(on_cancelled or (lambda: None)),
            on_progress=self.work_bar.show_progress,
        )
        self.error_bar.hide()
        self.work_bar.begin(what, watch.cancel)
        return watch

    def fail(self, error: Exception) -> None:
        """Show what went wrong: a refusal here, a bug in its dialog."""
        if isinstance(error, AppError):
            self.error_bar.show_error(error)
        else:
            show_bug(error, self)


class _Inside(QWidget):
    """Takes what the bars below it leave: with a height for its width Qt would not let it be lower."""

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """It has none."""
        return False


class Page(Asking):
    """One page of the window; see the module's text."""

    name: ClassVar[str] = ""
    place: str = ""
    column: ClassVar[Column] = Column.WHOLE
    watches: ClassVar[frozenset[str]] = frozenset()
    scrolls: ClassVar[bool] = False

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.body = QVBoxLayout()
        self._margins: QMargins | None = None
        self._empty = Empty(context.theme)
        inside = _Inside()
        inside.setLayout(self.body)
        self._content: QWidget = self._scrolling(inside) if self.scrolls else inside
        self.body.setContentsMargins(*(context.theme.space(6),) * 4)
        self.body.setSpacing(context.theme.space(4))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._content, 1)
        outer.addWidget(self._empty, 1)
        outer.addWidget(self.error_bar)
        outer.addWidget(self.work_bar)
        self._empty.hide()

    def _scrolling(self, inside: QWidget) -> QScrollArea:
        set_look(inside, "clear")
        inside.setMaximumWidth(self.context.theme.pixels(COLUMN_PIXELS) + 2 * self.context.theme.space(6))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where a page is low, its margins give way."""
        super().resizeEvent(event)
        if self._margins is None:
            self._margins = self.body.contentsMargins()
        is_low = self.height() < self.context.theme.pixels(LOW_PIXELS)
        self.body.setContentsMargins(self._margins / 2 if is_low else self._margins)

    def enter(self, **arguments: Any) -> None:
        """The page is about to be seen, with what `navigate` was given."""

    def leave(self) -> bool:
        """Whether the person may go elsewhere; save what was typed here."""
        return True

    def refresh(self) -> None:
        """Ask again for what is shown."""

    def search(self) -> None:
        """Put the cursor into the search line."""

    def save(self) -> None:
        """Save now what would be saved by itself."""

    def seal(self) -> None:
        """Keep in the vault what was typed, without declaring it done; by default what saves itself."""
        self.save()

    def undo(self) -> bool:
        """Take the last change back; False leaves the key to the field that has the cursor."""
        return False

    def redo(self) -> bool:
        """Make the change again that was taken back; False as with `undo`."""
        return False

    def step_section(self, step: int) -> None:
        """Go to the next section (1) or the one before (-1)."""

    @property
    def must_stay(self) -> bool:
        """Whether one made anew would not know what this one does: what is at work, or what came of it."""
        return self.work_bar.is_working

    def show_empty(
        self, sentence: str | None, button: str = "", action: Callable[[], None] | None = None
    ) -> None:
        """Say in one sentence what belongs here, with the button that makes the first; None: it is full."""
        self._empty.setVisible(sentence is not None)
        self._content.setVisible(sentence is None)
        if sentence is not None:
            self._empty.show_sentence(sentence, button, action)
