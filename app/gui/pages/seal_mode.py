"""Seal mode: whether everything new is sealed once it is finished, for whom, and what that means."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.pages.again import AskingAgain
from app.gui.widgets.choosing import Choices
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, heading, plain_label, set_look
from app.gui.widgets.notice import Notice
from app.gui.widgets.recipients import contact_choices
from app.gui.widgets.seal_sign import for_whom
from app.services import Services
from app.services.answers_contacts import ContactList, Group, GroupList
from app.services.answers_sealing import SealModeShown
from app.services.seal_mode import MEANS
from app.services.shredding import CANNOT_PROMISE, REMAINS
from app.words import N_, translate, translate_plural

CHANGING = N_("Changing seal mode")


class SealMode(AskingAgain):
    """Said before; people and groups to tick; the passphrase, for on and off alike."""

    name = "seal_mode"
    watches = frozenset({"contact"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, translate("Seal mode"))
        theme = context.theme
        self._is_on = False
        self.standing, self.waiting = plain_label("", "lead"), Notice(theme)
        self.people, self.groups = Choices((), theme), Choices((), theme)
        self._who = QVBoxLayout()
        for choices in (self.groups, self.people):
            self._who.addWidget(choices)
        self._who_gap = plain_label("", "gap")
        self.on_button = button("", self.switch_on, theme, look="primary", icon_name="lock")
        self.off_button = button(translate("Switch it off"), self.switch_off, theme)
        self.back_button = button(
            translate("Back"), lambda: context.navigate("settings"), theme, look="plain"
        )
        self.rows.addWidget(self.standing)
        self.rows.addWidget(self.waiting)
        for sentence in MEANS:
            self.rows.addWidget(plain_label(translate(sentence)))
        told = translate("Hand the sealed bundle out under Settings, “Sealed bundles…”.")
        self.rows.addWidget(plain_label(told))
        self.rows.addWidget(heading(translate("For whom"), "lead"))
        self.rows.addWidget(self._who_gap)
        self.rows.addLayout(self._who)
        self.rows.addWidget(heading(translate("What remains here"), "lead"))
        for sentence in REMAINS:
            self.rows.addWidget(plain_label(f"– {translate(sentence)}"))
        self.rows.addWidget(plain_label("▲ " + translate(CANNOT_PROMISE), "gap"))
        self.rows.addWidget(self.passphrase_field)
        self.rows.addWidget(ButtonRow(theme, self.on_button, self.off_button, self.back_button))
        self.rows.addStretch(1)
        self._name_buttons()
        self._tell_gap("")

    def enter(self, **_: object) -> None:
        """Ask how it stands; what was ticked and not kept is forgotten."""
        for choices in (self.people, self.groups):
            choices.set_value(())
        self.asking.verticalScrollBar().setValue(0)
        self.refresh()

    def refresh(self) -> None:
        """Ask again."""

        def ask(services: Services, _watch: Watch) -> tuple[ContactList, GroupList, SealModeShown]:
            return services.contacts.list(), services.groups.list(), services.seal_mode.shown()

        self.read(ask, lambda found: self._show(*found))

    def switch_on(self) -> None:
        """From now on, for those who are ticked."""
        to, groups = self.people.value(), self.groups.value()
        if not to and not groups:
            self._tell_gap(translate("At least one is needed."))
            (self.groups if self.groups.codes else self.people).setFocus()
            return
        self._change(lambda services: services.seal_mode.switch_on(to, groups))

    def switch_off(self) -> None:
        """New incidents stay readable here again."""
        self._change(lambda services: services.seal_mode.switch_off())

    def _change(self, job: Callable[[Services], SealModeShown]) -> None:
        typed = self.typed_passphrase()
        if typed is None:
            return

        def checked(services: Services, _watch: Watch) -> SealModeShown:
            services.access.check_passphrase(typed)
            return job(services)

        def done(mode: SealModeShown) -> None:
            self.asking.setEnabled(True)
            self.forget()
            self._show_mode(mode)
            self.asking.verticalScrollBar().setValue(0)
            self.back_button.setFocus()
            self.context.announce("settings", "incident")

        def failed(error: Exception) -> None:
            self.asking.setEnabled(True)
            self.refuse(error)

        self.asking.setEnabled(False)
        self.work(CHANGING, checked, done, lambda: self.asking.setEnabled(True), failed)

    def _show(self, contacts: ContactList, groups: GroupList, mode: SealModeShown) -> None:
        """What is ticked stays so; else those for whom the mode is."""
        theme, people = self.context.theme, self.people.value()
        chosen = self.groups.value()
        if not people and not chosen:
            people, chosen = mode.to, mode.groups
        for old in (self.groups, self.people):
            self._who.removeWidget(old)
            old.deleteLater()
        self.people = contact_choices(contacts.items, people, theme)
        offered = [(group.name, _group_words(group)) for group in groups.items]
        self.groups = Choices(offered, theme, elided=True)
        known = {name for name, _ in offered}
        self.groups.set_value(name for name in chosen if name in known)
        for choices in (self.groups, self.people):
            choices.setAccessibleName(translate("For whom"))
            choices.changed.connect(lambda: self._tell_gap(""))
            self._who.addWidget(choices)
        missing = translate("Nobody is verified yet: compare a contact’s code first.")
        self._tell_gap("" if self.people.codes else missing)
        self._show_mode(mode)

    def _show_mode(self, mode: SealModeShown) -> None:
        self._is_on = mode.seals_new
        self.standing.setText("\n".join(_standing(mode)))
        set_look(self.standing, "gap" if mode.refused else "lead")
        count = len(mode.waiting)
        told = translate_plural(
            "{count} incident was to be sealed and is not.",
            "{count} incidents were to be sealed and are not.",
            count,
        )
        self.waiting.tell(told.format(count=count), translate("Show the incident"), partial(self._lead, mode))
        self.waiting.setVisible(count > 0)
        self._name_buttons()

    def _lead(self, mode: SealModeShown) -> None:
        """To the first that waits; there it can be sealed."""
        self.context.navigate("incident", id=mode.waiting[0])

    def _name_buttons(self) -> None:
        words = translate("Keep these") if self._is_on else translate("Switch it on")
        self.on_button.setText(words)
        self.on_button.setAccessibleName(words)
        self.off_button.setVisible(self._is_on)

    def _tell_gap(self, words: str) -> None:
        self._who_gap.setText(f"● {words}" if words else "")
        self._who_gap.setVisible(bool(words))


def _standing(mode: SealModeShown) -> Iterable[str]:
    if not mode.seals_new:
        yield translate("It is off: new incidents stay readable here.")
    elif mode.refused is None:
        yield "✓ " + translate("It is on, for {names}.").format(names=for_whom(mode.recipients))
    else:
        yield "▲ " + translate("It is on, but nothing can be sealed now: {why}").format(
            why=f"{mode.refused.message} {mode.refused.advice}"
        )


def _group_words(group: Group) -> str:
    words = translate("The group “{group}” ({count}), whoever is in it by then")
    return words.format(group=make_visible(group.name), count=len(group.members))
