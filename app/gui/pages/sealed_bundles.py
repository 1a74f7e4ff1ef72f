"""What was sealed here and waits to be handed out; nobody can open it on this computer."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.file_dialogs import choose_folder
from app.gui.page import PageContext
from app.gui.pages.again import AskingAgain
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.evidence import size_in_words
from app.gui.widgets.fields import button, plain_label
from app.gui.widgets.path_shown import breakable
from app.services import Services
from app.services.answers_receipts import SealedList
from app.services.contact_showing import day_text
from app.words import N_, translate, translate_plural

HANDING_OUT = N_("Handing out what was sealed")


class SealedBundles(AskingAgain):
    """The list; a copy of each for a stick; or each moved there, once its copy was read again."""

    name = "sealed_bundles"
    watches = frozenset({"exchange"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, translate("Sealed bundles"))
        theme = context.theme
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space(2))
        self.told = plain_label("")
        self.told.hide()
        self.copy_button = button(
            translate("Copy to a folder…"), lambda: self._ask_folder(remove=False), theme, look="primary"
        )
        self.move_button = button(
            translate("Move to a folder…"), lambda: self._ask_folder(remove=True), theme, look="danger"
        )
        for part in (self.copy_button, self.move_button):
            part.setEnabled(False)
        self.rows.addLayout(self._list)
        self.rows.addWidget(self.told)
        self.rows.addWidget(ButtonRow(theme, self.copy_button))
        self.rows.addWidget(
            plain_label(
                "▲ "
                + translate(
                    "Moved, a bundle lies in that folder alone: if it is lost before those for whom it is "
                    "have it, so is the incident."
                ),
                "gap",
            )
        )
        self.rows.addWidget(self.passphrase_field)
        back = button(translate("Back"), lambda: context.navigate("settings"), theme, look="plain")
        self.rows.addWidget(ButtonRow(theme, self.move_button, back))
        self.rows.addStretch(1)

    def enter(self, **_: Any) -> None:
        """Ask what there is."""
        self.told.hide()
        self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        self.read(lambda services, _: services.sealing.list(), self._show)

    def hand_out(self, folder: Path, *, remove: bool) -> None:
        """Write each into a folder; with `remove`, keep none of them here."""
        typed = self.typed_passphrase() if remove else ""
        if typed is None:
            return

        def settle() -> None:
            self.asking.setEnabled(True)
            self.refresh()

        def done(handed: SealedList) -> None:
            self.forget()
            settle()
            count = len(handed.items)
            words = translate_plural(
                "{count} bundle is in {folder}.", "{count} bundles are in {folder}.", count
            )
            self.told.setText("✓ " + words.format(count=count, folder=breakable(str(folder))))
            self.told.show()
            self.context.announce("exchange")

        def failed(error: Exception) -> None:
            settle()
            self.refuse(error)

        def job(services: Services, watch: Watch) -> SealedList:
            if remove:
                services.access.check_passphrase(typed)
            return services.sealing.hand_out(folder, watch, remove=remove)

        self.asking.setEnabled(False)
        self.work(HANDING_OUT, job, done, settle, failed)

    def _ask_folder(self, *, remove: bool) -> None:
        if remove and self.typed_passphrase() is None:
            return
        choose_folder(
            self, translate("Folder for the bundles"), lambda folder: self.hand_out(folder, remove=remove)
        )

    def _show(self, sealed: SealedList) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for each in sealed.items:
            day = translate("Sealed on {day}").format(day=day_text(each.sealed_at))
            received = make_visible("; ".join(each.received)) or translate("no receipt yet")
            self._list.addWidget(plain_label(f"{day} · {size_in_words(each.bytes)} · {received}"))
        for part in (self.copy_button, self.move_button):
            part.setEnabled(bool(sealed.items))
        if not sealed.items:
            self._list.addWidget(plain_label(translate("Nothing sealed waits here."), "quiet"))
