"""Groups: named lists of recipients; made, renamed and deleted here, and people put in and taken out."""

from PySide6.QtWidgets import QVBoxLayout

from app.domain.text import make_visible
from app.gui.page import Column, Page, PageContext
from app.gui.widgets.choosing import Choice, Choices
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.contact_rows import standing
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.typing import TextLine
from app.services import Services
from app.services.answers_contacts import Group, GroupList, ShownContact
from app.words import translate


class Groups(Page):
    """One group at a time; every tick counts at once, and the last one taken out ends the group."""

    name = "groups"
    place = "contacts"
    column = Column.PAGE
    watches = frozenset({"contact"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._groups: tuple[Group, ...] = ()
        self._contacts: tuple[ShownContact, ...] = ()
        self._wanted: str | None = None
        self.which = Choice(())
        self.group_name = TextLine()
        self.members = Choices((), theme)
        self.save_button = button(translate("Make the group"), self._save, theme, look="primary")
        self.delete_button = button(translate("Delete the group"), self._delete, theme, look="danger")
        self._deleted: list[Group] = []
        self.back_button = button(
            translate("Bring the deleted group back"), self.undo, theme, icon_name="undo-2"
        )
        self.back_button.hide()
        self._name_field = Field(translate("Name of the group"), self.group_name, theme)
        self._who_gap = plain_label("", "gap")
        column = ScrollColumn(theme)
        self._who = QVBoxLayout()
        self._who.addWidget(self.members)
        column.rows.addWidget(heading(translate("Groups")))
        column.rows.addWidget(
            plain_label(
                translate(
                    "A group is a list of recipients by one name. It stays in this vault; nobody is told "
                    "that they are in it."
                )
            )
        )
        column.rows.addWidget(Field(translate("Group"), self.which, theme))
        column.rows.addWidget(self._name_field)
        column.rows.addWidget(heading(translate("Who is in it"), "lead"))
        column.rows.addWidget(self._who_gap)
        column.rows.addLayout(self._who)
        column.rows.addWidget(ButtonRow(theme, self.save_button, self.delete_button))
        column.rows.addWidget(ButtonRow(theme, self.back_button))
        column.rows.addStretch(1)
        self.body.addWidget(column)
        self.which.changed.connect(lambda: self._choose(self.which.value()))

    def enter(self, **_: object) -> None:
        """Ask which groups there are."""
        self.error_bar.hide()
        self.refresh()
        self.group_name.setFocus()

    def undo(self) -> bool:
        """Bring back the group that was deleted last, unless a name is being typed."""
        is_typing = self.group_name.hasFocus() and self.group_name.isUndoAvailable()
        if not self._deleted or is_typing:
            return False
        group = self._deleted[-1]
        members = tuple(member.fingerprint for member in group.members)
        self.read(lambda services, _: services.groups.make(group.name, members), self._note_back)
        return True

    def refresh(self) -> None:
        """Ask again which groups there are, and who could be in them."""
        self.read(
            lambda services, _: (services.groups.list(), services.contacts.list().items),
            lambda found: self._show(*found),
        )

    def _show(self, groups: GroupList, contacts: tuple[ShownContact, ...]) -> None:
        self._groups, self._contacts = groups.items, contacts
        self.which.clear()
        self.which.addItem(translate("A new group"), None)
        for group in self._groups:
            self.which.addItem(make_visible(group.name), group.name)
        names = {group.name for group in self._groups}
        self._choose(self._wanted if self._wanted in names else None)

    def _choose(self, name: str | None) -> None:
        """Show this group; None: one that is still to be made."""
        self._wanted = name
        self.which.set_value(name)
        group = next((each for each in self._groups if each.name == name), None)
        inside = {member.fingerprint for member in group.members} if group else set()
        offered = [
            each
            for each in self._contacts
            if each.fingerprint in inside or (each.trust != "revoked" and each.replaced_by is None)
        ]
        self._who.removeWidget(self.members)
        self.members.deleteLater()
        options = [(each.fingerprint, f"{make_visible(each.name)}\n{standing(each)}") for each in offered]
        self.members = Choices(options, self.context.theme, elided=True)
        self.members.set_value(inside)
        self._who.addWidget(self.members)
        self.group_name.set_value(name or "")
        self._name_field.show_gap("")
        self._tell_gap("" if offered else translate("There is nobody in your contacts yet."))
        words = translate("Save the group") if group else translate("Make the group")
        self.save_button.setText(words)
        self.save_button.setAccessibleName(words)
        self.delete_button.setVisible(group is not None)

    def _tell_gap(self, words: str) -> None:
        self._who_gap.setText(f"● {words}" if words else "")
        self._who_gap.setVisible(bool(words))

    def _save(self) -> None:
        new_name = " ".join((self.group_name.value() or "").split())
        chosen, before = set(self.members.value()), self._wanted
        if not new_name:
            self._name_field.show_gap(translate("A group needs a name."))
            self.group_name.setFocus()
            return
        if not chosen:
            self._tell_gap(translate("Tick at least one person."))
            self.members.setFocus()
            return
        group = next((each for each in self._groups if each.name == before), None)
        inside = {member.fingerprint for member in group.members} if group else set()

        def job(services: Services, _watch: object) -> str:
            if before is None:
                return services.groups.make(new_name, tuple(sorted(chosen)))
            return services.groups.change(
                before, new_name, tuple(sorted(chosen - inside)), tuple(sorted(inside - chosen))
            )

        self.read(job, self._saved)

    def _saved(self, name: str) -> None:
        self._wanted = name
        self.error_bar.hide()
        self.context.announce("contact")
        self.context.tell(translate("The group is saved."))

    def _delete(self) -> None:
        group = next((each for each in self._groups if each.name == self._wanted), None)
        if group is not None:
            self.read(
                lambda services, _: services.groups.delete(group.name), lambda _: self._note_deleted(group)
            )

    def _note_deleted(self, group: Group) -> None:
        self._wanted = None
        self._deleted.append(group)
        self.back_button.setVisible(bool(self._deleted))
        self.error_bar.hide()
        self.context.announce("contact")
        self.context.tell(
            translate("The group is gone; its members are still your contacts. Ctrl+Z brings it back.")
        )

    def _note_back(self, name: str) -> None:
        self._wanted = name
        self._deleted.pop()
        self.back_button.setVisible(bool(self._deleted))
        self.error_bar.hide()
        self.context.announce("contact")
        self.context.tell(translate("The group is there again."))
