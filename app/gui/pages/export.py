"""Export: which incidents, for whom, what goes along; all of it seen before anything is written."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.compartments import GUARDED
from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.compartment_words import COMPARTMENT_WORDS, STAYS
from app.gui.export_words import going_in_words, written_in_words
from app.gui.file_dialogs import choose_folder
from app.gui.page import Page, PageContext
from app.gui.reading_order import bring_into_sight
from app.gui.timers import single_shot
from app.gui.widgets.choosing import Choice, Choices
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.incident_picker import IncidentPicker
from app.gui.widgets.path_shown import PathShown
from app.gui.widgets.recipients import GroupButtons, contact_choices
from app.gui.widgets.two_columns import TwoColumns
from app.gui.widgets.typing import TextLine
from app.services import Services
from app.services.answers import BundleWritten, RecordList
from app.services.answers_contacts import ContactList, ShownContact
from app.services.finding import removable_drives
from app.services.preview import ExportPreview
from app.words import N_, translate

WRITING = N_("Writing the bundle")
LOOK_AFTER_MS = 250
_LISTED = 200


class Export(Page):
    """One bundle at a time; the person reads what leaves and what stays, then writes it."""

    name = "export"
    place = "export"
    watches = frozenset({"incident", "contact", "evidence"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._contacts: dict[str, ShownContact] = {}
        self._preview: ExportPreview | None = None
        self._looking: Watch | None = None
        self._held_back_ids: tuple[str, ...] = ()
        self.incidents = IncidentPicker(theme)
        self.recipients = Choices((), theme)
        self.groups = GroupButtons(theme)
        self.parts = {name: QCheckBox(translate(words.label)) for name, words in COMPARTMENT_WORDS.items()}
        self.despite_consent = QCheckBox(translate("Hand these out all the same"))
        self.reason = TextLine()
        self.target = Choice((), none=translate("No folder chosen yet"))
        self.write_button = button(
            translate("Write the bundle"), self._write, theme, look="primary", icon_name="send"
        )
        self.lines_button = button(
            translate("As lines of JSON, for other programs…"), lambda: context.navigate("line_export"), theme
        )
        self.result = PathShown(theme)
        self._wait = single_shot(self, LOOK_AFTER_MS, self._look)
        self._build()
        self.groups.chosen.connect(self._choose_group)
        self.incidents.changed.connect(self._note_change)
        self.incidents.asked.connect(self._list)
        self.reason.changed.connect(self._judge)
        for box in (*self.parts.values(), self.despite_consent):
            box.setAccessibleName(box.text())
            box.clicked.connect(self._note_change)

    def enter(self, **arguments: Any) -> None:
        """`records` are the ids of incidents that are chosen to begin with."""
        if "records" in arguments:
            self.incidents.set_value(arguments["records"])
        self.refresh()
        self.incidents.all_button.setFocus()

    def refresh(self) -> None:
        """Ask again who is known, what there is, which sticks are in."""
        self.read(lambda services, _: services.contacts.list(), self._show_contacts)
        self.read(lambda services, _: services.groups.list().items, self.groups.show_groups)
        self.read(lambda _services, _: removable_drives(), self._show_drives)
        self._list(self.incidents.search_line.text())
        self._note_change()

    def leave(self) -> bool:
        """What was chosen stays chosen; the look at it is not worth going on with."""
        if self._looking is not None:
            self._looking.cancel()
        return True

    def _build(self) -> None:
        theme = self.context.theme
        self._nobody = plain_label(
            translate("Nobody is verified yet. Compare the fingerprint with somebody first."), "gap"
        )
        self._contacts_button = button(
            translate("Go to contacts"), lambda: self.context.navigate("contacts"), theme
        )
        self._who_gap, self._folder_gap = plain_label("", "gap"), plain_label("", "gap")
        who = QWidget()
        self._who = QVBoxLayout(who)
        self._who.setContentsMargins(0, 0, 0, 0)
        self._who.setSpacing(theme.space(2))
        for part in (self.groups, self._nobody, ButtonRow(theme, self._contacts_button), self._who_gap):
            self._who.addWidget(part)
        self._held_back = plain_label("", "gap")
        self._reason_field = Field(
            translate("Why"),
            self.reason,
            theme,
            hint=translate("It is kept for ever in the chain of custody."),
        )
        self._going, self._staying = plain_label(""), plain_label("", "quiet")
        folder_button = button(translate("Another folder…"), self._ask_folder, theme, icon_name="folder-open")
        self.target.setAccessibleName(translate("Folder for the bundle"))
        columns = TwoColumns(theme)
        chosen: tuple[QWidget, ...] = (
            heading(translate("Which incidents"), "lead"),
            self.incidents,
            heading(translate("For whom"), "lead"),
            who,
            heading(translate("What goes along"), "lead"),
            *self._part_rows(),
            self._held_back,
            self.despite_consent,
            self._reason_field,
        )
        outcome: tuple[QWidget, ...] = (
            heading(translate("This goes out"), "lead"),
            self._going,
            self._staying,
            heading(translate("Where to"), "lead"),
            self.target,
            self._folder_gap,
            ButtonRow(theme, folder_button),
            ButtonRow(theme, self.write_button),
            self.result,
            ButtonRow(theme, self.lines_button),
        )
        for rows, widgets in ((columns.left, chosen), (columns.right, outcome)):
            for widget in widgets:
                rows.addWidget(widget)
            rows.addStretch(1)
        self.body.addWidget(heading(translate("Export")))
        self.body.addWidget(columns, 1)
        self.result.again.connect(self._begin_again)
        self._judge()

    def _part_rows(self) -> Iterable[QWidget]:
        for name, box in self.parts.items():
            box.setChecked(name not in GUARDED)
            row = QWidget()
            column = QVBoxLayout(row)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(box)
            told = (COMPARTMENT_WORDS[name].sentence, *((STAYS,) if name in GUARDED else ()))
            words = plain_label(" ".join(map(translate, told)), "small")
            words.setContentsMargins(self.context.theme.space(7), 0, 0, 0)
            column.addWidget(words)
            yield row

    def _list(self, search: str) -> None:
        def ask(services: Services, _watch: Watch) -> RecordList:
            return services.reading.list_incidents(None, search or None, _LISTED, 0)

        self.read(ask, self.incidents.show_found)

    def _show_contacts(self, contacts: ContactList) -> None:
        chosen = self.recipients.value()
        verified = [each for each in contacts.items if each.trust == "verified" and not each.expired]
        self._contacts = {each.fingerprint: each for each in verified}
        self._who.removeWidget(self.recipients)
        self.recipients.deleteLater()
        self.recipients = contact_choices(contacts.items, chosen, self.context.theme)
        self.recipients.changed.connect(self._judge)
        self._who.insertWidget(1, self.recipients)
        self.recipients.setVisible(bool(verified))
        self._nobody.setVisible(not verified)
        self._contacts_button.setVisible(not verified)
        self._judge()

    def _choose_group(self, members: tuple[str, ...]) -> None:
        """Everybody in it, and whoever was chosen before."""
        self.recipients.set_value((*self.recipients.value(), *members))
        self._judge()

    def _show_drives(self, drives: tuple[Path, ...]) -> None:
        for drive in drives:
            if self.target.findData(str(drive)) < 0:
                words = translate("On a drive: {folder}").format(folder=make_visible(str(drive)))
                self.target.addItem(words, str(drive))

    def _ask_folder(self) -> None:
        choose_folder(self, translate("Folder for the bundle"), self.choose_target)

    def choose_target(self, folder: Path) -> None:
        """Write into this folder."""
        if self.target.findData(str(folder)) < 0:
            self.target.addItem(make_visible(str(folder)), str(folder))
        self.target.set_value(str(folder))
        self._folder_gap.hide()

    def _note_change(self) -> None:
        """What was seen before is not what would go out now."""
        if self._looking is not None:
            self._looking.cancel()
        self._preview = None
        self._judge()
        self._wait.start()

    def _look(self) -> None:
        chosen, without, with_ = self.incidents.value(), self._without(), self._with()
        despite = self._despite()

        def job(services: Services, watch: Watch) -> ExportPreview:
            return services.exchange.preview(chosen, without, with_, despite, watch)

        self._looking = self.context.lanes.long.run(
            job, owner=self, on_done=self._show_preview, on_failed=self.fail
        )

    def _show_preview(self, preview: ExportPreview) -> None:
        self._preview = preview
        if preview.held_back or not self.despite_consent.isChecked():
            self._held_back_ids = tuple(each.id for each in preview.held_back)
            titles = [make_visible(each.title) or each.reference for each in preview.held_back]
            words = translate("Held back, because somebody did not agree to sharing: {titles}")
            self._held_back.setText("● " + words.format(titles=" · ".join(titles)))
        self._judge()

    def _despite(self) -> tuple[str, ...]:
        """The incidents that go although somebody said no: those that were shown, and ticked."""
        return self._held_back_ids if self.despite_consent.isChecked() else ()

    def _without(self) -> tuple[str, ...]:
        return tuple(name for name, box in self.parts.items() if name not in GUARDED and not box.isChecked())

    def _with(self) -> tuple[str, ...]:
        return tuple(name for name, box in self.parts.items() if name in GUARDED and box.isChecked())

    def _needs_reason(self) -> bool:
        return bool(self._with()) or (bool(self._held_back_ids) and self.despite_consent.isChecked())

    def _judge(self) -> None:
        """What can be seen and pressed now."""
        self._reason_field.setVisible(self._needs_reason())
        self._held_back.setVisible(bool(self._held_back_ids))
        self.despite_consent.setVisible(bool(self._held_back_ids))
        if self.reason.value():
            self._reason_field.show_gap("")
        for gap, settled in (
            (self._who_gap, bool(self.recipients.value()) or not self._contacts),
            (self._folder_gap, self.target.value() is not None),
        ):
            gap.setVisible(bool(gap.text()) and not settled)
        preview = self._preview
        self.write_button.setEnabled(preview is not None and bool(preview.incidents))
        if preview is None:
            self._going.setText(translate("Looking…"))
            self._staying.setText("")
        else:
            self._going.setText(going_in_words(preview))
            staying = [translate(COMPARTMENT_WORDS[name].label) for name in self._staying_parts()]
            words = translate("Stays here: {parts}").format(parts=", ".join(staying))
            self._staying.setText(words if staying else "")

    def _staying_parts(self) -> tuple[str, ...]:
        return tuple(name for name, box in self.parts.items() if not box.isChecked())

    def _gaps(self) -> QWidget | None:
        """Say what is still needed; the first control that needs it."""
        first: QWidget | None = None
        if self.target.value() is None:
            self._folder_gap.setText("● " + translate("Choose a folder or a stick."))
            self._folder_gap.show()
            first = self.target
        if self._needs_reason() and not (self.reason.value() or "").strip():
            self._reason_field.show_gap(translate("Say why this may leave."))
            first = self.reason
        if not self.recipients.value():
            self._who_gap.setText("● " + translate("Choose for whom it is; nobody else can open it."))
            self._who_gap.setVisible(bool(self._contacts))
            first = self.recipients if self._contacts else self._contacts_button
        return first

    def _write(self) -> None:
        gap, preview = self._gaps(), self._preview
        if gap is not None:
            gap.setFocus()
            return
        if preview is None:
            return
        to, without, with_ = self.recipients.value(), self._without(), self._with()
        folder = Path(str(self.target.value()))
        reason = (self.reason.value() or "").strip() if self._needs_reason() else None
        despite = self._despite()
        names = [make_visible(self._contacts[each].name) for each in to if each in self._contacts]
        self.write_button.setEnabled(False)

        def job(services: Services, watch: Watch) -> BundleWritten:
            return services.exchange.write(
                preview.incidents, to, folder, without, with_, reason, watch, despite_consent=despite
            )

        def done(written: BundleWritten) -> None:
            self.result.show_path(written_in_words(written, names), written.path)
            self.context.announce("exchange")
            self.context.tell(translate("The bundle is written."))
            self._judge()
            # Once it has its place and its size.
            QTimer.singleShot(0, self.result, self._go_to_result)

        def cancelled() -> None:
            self.context.tell(translate("Cancelled; nothing was written."))
            self._judge()

        self.result.hide()
        self.work(WRITING, job, done, cancelled)

    def _go_to_result(self) -> None:
        self.result.setFocus()
        bring_into_sight(self.result)

    def _begin_again(self) -> None:
        self.result.hide()
        self.reason.set_value(None)
        for name in GUARDED:
            self.parts[name].setChecked(False)
        self.despite_consent.setChecked(False)
        self._note_change()
        self.incidents.all_button.setFocus()

    def fail(self, error: Exception) -> None:
        """Show it, and let the person try again."""
        super().fail(error)
        self._judge()
