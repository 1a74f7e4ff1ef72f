"""Sealing an incident to others: from then on nobody can read it here, not even who wrote it."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout

from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.pages.parting_page import PartingPage
from app.gui.widgets.choosing import Choices
from app.gui.widgets.fields import Field, heading, plain_label
from app.gui.widgets.recipients import GroupButtons, contact_choices
from app.gui.widgets.typing import TextLine
from app.services import Services
from app.services.answers_contacts import ContactList, GroupList
from app.services.answers_sealing import SealModeShown
from app.words import N_, translate

SEALING = N_("Sealing the incident")


class Sealing(PartingPage):
    """For whom, why; what remains; then the passphrase."""

    name = "sealing"
    watches = frozenset({"contact"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, translate("Seal this incident to others"))
        self.plain = plain_label(
            "▲ "
            + translate(
                "It is encrypted to those whom you choose and destroyed here. You cannot read it on this "
                "computer again, with any passphrase. A reference stays, and the sealed bundle until you "
                "hand it out."
            ),
            "gap",
        )
        self.recipients = Choices((), context.theme)
        self.groups = GroupButtons(context.theme)
        self.groups.chosen.connect(self._choose_group)
        self._who_gap = plain_label("", "gap")
        self._who_gap.hide()
        self._who = QVBoxLayout()
        self._who.addWidget(self.groups)
        self._who.addWidget(self.recipients)
        self.reason = TextLine()
        hint = translate("Needed only where somebody did not agree that it be shared.")
        self.rows.addWidget(self.plain)
        self.rows.addWidget(heading(translate("For whom"), "lead"))
        self.rows.addWidget(self._who_gap)
        self.rows.addLayout(self._who)
        self.rows.addWidget(Field(translate("Reason"), self.reason, context.theme, hint=hint))
        self.add_end(translate("Seal"), self.begin)
        self.do_button.setEnabled(False)

    def refresh(self) -> None:
        """Ask whom it could be for."""

        def ask(services: Services, _watch: Watch) -> tuple[ContactList, GroupList, SealModeShown]:
            return services.contacts.list(), services.groups.list(), services.seal_mode.shown()

        self.read(ask, lambda found: self._show(*found))

    def forget(self) -> None:
        """The reason goes too."""
        super().forget()
        self.reason.set_value("")

    def begin(self) -> None:
        """Seal it."""
        to = self.recipients.value()
        if not to:
            self._tell_gap(translate("At least one is needed."))
            self.recipients.setFocus()
            return
        identifier, reason = self.record_id, (self.reason.value() or "").strip() or None

        def job(services: Services, watch: Watch) -> Iterable[str]:
            services.sealing.seal(identifier, to, reason, watch)
            return (
                translate("Sealed: it cannot be read here any more"),
                translate("Hand the sealed bundle out under Settings, “Sealed bundles…”."),
            )

        self.part(SEALING, job)

    def _choose_group(self, members: tuple[str, ...]) -> None:
        self.recipients.set_value((*self.recipients.value(), *members))
        self._tell_gap("")

    def _show(self, contacts: ContactList, groups: GroupList, mode: SealModeShown) -> None:
        """Those for whom seal mode is are chosen until somebody else is."""
        chosen = self.recipients.value() or tuple(each.fingerprint for each in mode.recipients)
        self._who.removeWidget(self.recipients)
        self.recipients.deleteLater()
        self.recipients = contact_choices(contacts.items, chosen, self.context.theme)
        self.recipients.setAccessibleName(translate("For whom"))
        self.recipients.changed.connect(lambda: self._tell_gap(""))
        self._who.addWidget(self.recipients)
        self.groups.show_groups(groups.items)
        missing = translate("Nobody is verified yet: compare a contact’s code first.")
        self._tell_gap("" if self.recipients.codes else missing)
        self.do_button.setEnabled(bool(self.recipients.codes))

    def _tell_gap(self, words: str) -> None:
        self._who_gap.setText(f"● {words}" if words else "")
        self._who_gap.setVisible(bool(words))
