"""The page of one incident: what happened, to whom, by whom, how it is known; and its evidence."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMessageBox

from app.domain.revision import RecordId
from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.file_dialogs import choose_folder
from app.gui.page import PageContext
from app.gui.pages.incident_parting import Parting
from app.gui.pages.incident_sections import EvidenceSection, incident_sections
from app.gui.pages.incident_timeline import TimelineView
from app.gui.pages.injuries_handing_out import InjuriesHandingOut
from app.gui.pages.injuries_section import InjuriesSection
from app.gui.pages.record_duplicates import DuplicatesNote
from app.gui.pages.record_ending import FILE
from app.gui.pages.record_jobs import Loaded
from app.gui.pages.record_page import RecordPage
from app.gui.pages.record_sections import Section
from app.gui.timers import single_shot
from app.gui.widgets.dropping import dropped_files
from app.gui.widgets.fields import button, icon_button
from app.gui.widgets.notice import Notice
from app.gui.widgets.seal_sign import SealSign
from app.services import Services
from app.services.answers import EvidenceExported
from app.services.answers_sealing import SealModeShown
from app.services.answers_timeline import TimelineEvent, TimelineShown
from app.services.found import PossibleDuplicates
from app.words import N_, translate

TAKING_IN = N_("Taking files in")
HANDING_OUT = N_("Handing a file out")
_NOT_IN_NAMES = '/\\:*?"<>|\n\t'
_LONGEST_NAME = 100
_BELOW_STANDING = 2
_LOOK_AFTER_MS = 1_500
"""After the last save: comparing takes a tenth of a second, and whoever types should not feel it."""


class Incident(RecordPage):
    """One incident."""

    name = "incident"
    place = "incidents"
    kind = "incident"
    watches = frozenset({"incident", "person", "proceeding", "evidence"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self._duplicates = DuplicatesNote(
            context.theme, lambda identifier: self.context.navigate("incident", id=identifier)
        )
        self.seal_sign, self.unsealed = SealSign(context.theme), Notice(context.theme)
        for note in (self._duplicates, self.seal_sign, self.unsealed):
            self.form.rows.insertWidget(_BELOW_STANDING, note)
        self.parting = Parting(
            context.theme, partial(self._go_to, "sealing"), partial(self._go_to, "shredding")
        )
        self.form.rows.insertWidget(self.form.rows.indexOf(self.ending), self.parting)
        self._looking = single_shot(self, _LOOK_AFTER_MS, self._look_for_duplicates)
        self._timeline = TimelineView(context.theme, self._go_to_event, self._show_form)
        self._views.addWidget(self._timeline)
        opening = button(
            translate("Timeline"), self.open_timeline, context.theme, look="plain", icon_name="clock"
        )
        self.standing.first.insertWidget(1, opening)
        keeping = icon_button(
            "beside",
            translate("Keep beside another incident"),
            lambda: context.kept_beside.emit(self.record_id),
            context.theme,
        )
        self.standing.first.addWidget(keeping)

    def enter(self, **arguments: Any) -> None:
        """Show the incident; what was said of the one before is said no more."""
        if arguments.get("id", self.record_id) != self.record_id:
            self._duplicates.clear()
            self.unsealed.hide()
        self.read(lambda services, _: services.seal_mode.shown(), self._show_seal_mode)
        super().enter(**arguments)

    def refresh(self) -> None:
        """Ask for it anew, and a little later whether another may be the same."""
        super().refresh()
        if self.record_id:
            self._looking.start()

    def section_makers(self) -> Sequence[Callable[[], Section]]:
        """What, when, where, who, acts, evidence, proceedings, sources, consent and the rest."""
        return incident_sections(self.sheet, self._make_evidence_section, self._make_injuries_section)

    def open_timeline(self) -> None:
        """Show everything that has a date, in order."""
        self.save()
        identifier = RecordId(self.record_id)

        def show(shown: TimelineShown) -> None:
            if shown.id == self.record_id:
                self._timeline.show_timeline(shown)
                self._views.setCurrentWidget(self._timeline)
                self._timeline.setFocus()

        self.read(lambda services, _: services.chronology.timeline(identifier), show)

    def _go_to_event(self, event: TimelineEvent) -> None:
        """To the field that holds its date, in this record or in the proceeding."""
        self.context.navigate(event.kind_of_record, id=event.record, field=event.path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files may be dropped anywhere on the page."""
        if not self.sheet.is_read_only and dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Take them in; they stay where they are."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take_in(dropped_files(event))

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take files in as evidence, on the long lane; one can go on typing."""
        self.save()
        identifier, files = self.record_id, tuple(paths)
        evidence = next((each for each in self.sections if isinstance(each, EvidenceSection)), None)
        arrived = evidence.arrived.value() if evidence else None

        def job(services: Services, watch: Watch) -> None:
            for path in files:
                services.evidence.add(identifier, path, arrived, watch)

        def told() -> None:
            # Those taken in before a cancel are kept.
            self.context.announce("incident", "evidence")

        self.work(TAKING_IN, job, lambda _: told(), told)

    def ask_to_hand_out(self, sha256: str) -> None:
        """Ask before a readable copy of an item leaves the vault; then where it goes."""
        name = next((each.name for each in self.sheet.evidence if each.sha256 == sha256), sha256)
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(
            translate("Write a readable copy of {name} outside the vault?").format(name=make_visible(name))
        )
        box.setInformativeText(
            translate(
                "Whoever finds that copy can read it. Its chain of custody will say that you took it out."
            )
        )
        going_on = box.addButton(translate("Choose a folder…"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(translate("Cancel"), QMessageBox.ButtonRole.RejectRole))
        going_on.clicked.connect(
            lambda: choose_folder(
                self,
                translate("Folder for the copy"),
                lambda folder: self.hand_out(sha256, free_path(folder, name)),
            )
        )
        box.open()

    def hand_out(self, sha256: str, target: Path) -> None:
        """Write the identical bytes of an item to a new file."""

        def done(_: EvidenceExported) -> None:
            self.context.tell(translate("The copy has been written."))

        self.work(HANDING_OUT, lambda services, watch: services.evidence.export(sha256, target, watch), done)

    def _show(self, loaded: Loaded) -> None:
        super()._show(loaded)
        self.parting.show_record(self.sheet.shown)
        if loaded.shown.id == self.record_id:
            self._show_unsealed("unsealed" in loaded.shown.marks)

    def _show_seal_mode(self, mode: SealModeShown) -> None:
        told = translate("Seal mode is on: new incidents are sealed once they are finished.")
        self.seal_sign.tell(told if mode.seals_new else "")

    def _show_unsealed(self, is_waiting: bool) -> None:
        """It was made under seal mode and could not be sealed then: that is said until it is."""
        told = translate("This incident was to be sealed and is not: it can still be read here.")
        self.unsealed.tell(told, translate("Seal it…"), partial(self._go_to, "sealing"))
        self.unsealed.setVisible(is_waiting)

    def _go_to(self, name: str) -> None:
        """To a page that asks before anything of this incident is taken away."""
        self.context.navigate(name, id=self.record_id)

    def _look_for_duplicates(self) -> None:
        """On the long lane: nobody waits for it."""
        identifier = RecordId(self.record_id)

        def show(found: PossibleDuplicates) -> None:
            if self.record_id == identifier:
                self._duplicates.show_duplicates(found)

        self.context.lanes.long.run(
            lambda services, _: services.duplicates.of(identifier),
            owner=self,
            on_done=show,
            # A note that cannot be made is no fault of what is shown.
            on_failed=lambda _: None,
        )

    def _make_injuries_section(self) -> Section:
        section = InjuriesSection(self.sheet)
        section.wanted_out.connect(InjuriesHandingOut(self).ask)
        return section

    def _make_evidence_section(self) -> Section:
        section = EvidenceSection(self.sheet)
        section.strip.dropped.connect(self.take_in)
        section.strip.opened.connect(self.ask_to_hand_out)
        section.strip.deleting.connect(partial(self._end_file, "deleting"))
        for ending in (section.strip.erasing, section.ended.erasing):
            ending.connect(partial(self._end_file, "erasing"))
        return section

    def _end_file(self, name: str, item: str) -> None:
        """To the page that asks before a file is deleted or erased; it leads back here."""
        self.context.navigate(name, id=item, kind=FILE, incident=self.record_id)


def free_path(folder: Path, name: str) -> Path:
    """A path in `folder` where nothing lies yet, as near to `name` as any system allows.

    Names come from others: nothing in one leads out of the folder or hides the file.
    """
    plain = "".join("_" if sign in _NOT_IN_NAMES else sign for sign in make_visible(name)).strip(" .\n\t")
    wanted = Path(plain[-_LONGEST_NAME:] or "file")
    tried = folder / wanted
    for number in count(2):
        # Of a closed folder it says no; the writing is refused then.
        if not os.path.lexists(tried):
            break
        tried = folder / f"{wanted.stem} ({number}){wanted.suffix}"
    return tried
