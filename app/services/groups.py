"""Groups: recipients by one name, such as the coordinators of the South."""

import unicodedata

from app.domain.errors import ContactError
from app.domain.identity import Fingerprint
from app.services.answers_contacts import Group, GroupList, GroupMember
from app.services.clock import Clock, now_text
from app.services.contacts import ContactBook
from app.vault import Vault


class GroupKeeping:
    """What a person can do with groups."""

    def __init__(self, vault: Vault, contacts: ContactBook, clock: Clock) -> None:
        self._vault = vault
        self._contacts = contacts
        self._clock = clock

    def add(self, name: str, contacts: tuple[str, ...]) -> GroupList:
        """Put contacts into a group, which is made if need be. ContactError `contact.unknown`."""
        members = [self._contacts.find(typed).fingerprint for typed in contacts]
        with self._vault.transaction():
            self._vault.groups.add(spelled(name), members)
        return self.list()

    def make(self, name: str, contacts: tuple[str, ...]) -> str:
        """A new group, never more people in one that is there; its name as it is spelled here.

        Raises ContactError `contact.unknown`, `contact.group_exists`.
        """
        if self._vault.groups.members(spelled(name)):
            raise ContactError("contact.group_exists")
        self.add(name, contacts)
        return spelled(name)

    def change(self, name: str, new_name: str, coming: tuple[str, ...], leaving: tuple[str, ...]) -> str:
        """Rename a group, put people in and take others out, all or nothing; its name as it is spelled here.

        Raises ContactError `contact.group_unknown`, `.group_exists`, `.unknown`.
        """
        old, new = spelled(name), spelled(new_name)
        before, gone = self._kept(name), self._keys_of(leaving)
        if old != new and self._vault.groups.members(new):
            raise ContactError("contact.group_exists")
        added = [self._contacts.find(typed).fingerprint for typed in coming]
        with self._vault.transaction():
            self._vault.groups.remove(old, before)
            self._vault.groups.add(new, [*(each for each in before if each not in gone), *added])
        return new

    def remove(self, name: str, contacts: tuple[str, ...]) -> GroupList:
        """Take contacts out of a group; with the last of them it goes.

        Raises ContactError `contact.unknown`, `contact.group_unknown`.
        """
        leaving = self._keys_of(contacts)
        if not leaving.intersection(self._vault.groups.members(spelled(name))):
            raise ContactError("contact.group_unknown")
        with self._vault.transaction():
            self._vault.groups.remove(spelled(name), sorted(leaving))
        return self.list()

    def rename(self, name: str, new_name: str) -> GroupList:
        """Call a group something else; two groups never become one by that.

        Raises ContactError `contact.group_unknown`, `contact.group_exists`.
        """
        self.change(name, new_name, (), ())
        return self.list()

    def delete(self, name: str) -> GroupList:
        """Forget a group; its members stay contacts. ContactError `contact.group_unknown`."""
        members = self._kept(name)
        with self._vault.transaction():
            self._vault.groups.remove(spelled(name), members)
        return self.list()

    def members(self, name: str) -> tuple[Fingerprint, ...]:
        """The keys used now of those in a group; ContactError `contact.group_unknown`."""
        return tuple(dict.fromkeys(self._vault.successions.latest(member) for member in self._kept(name)))

    def list(self) -> GroupList:
        """All groups, with what each member is to us."""
        return GroupList(
            items=tuple(
                Group(name=name, members=tuple(self._member(member) for member in self.members(name)))
                for name in self._vault.groups.names()
            )
        )

    def _keys_of(self, contacts: tuple[str, ...]) -> set[Fingerprint]:
        """The keys of these people: whoever was put in under an older one is meant too."""
        found = (self._contacts.find(typed).fingerprint for typed in contacts)
        return {old for fingerprint in found for old in self._vault.successions.predecessors(fingerprint)}

    def _kept(self, name: str) -> tuple[Fingerprint, ...]:
        """Those in a group, by the keys under which they were put in."""
        members = self._vault.groups.members(spelled(name))
        if not members:
            raise ContactError("contact.group_unknown")
        return members

    def _member(self, fingerprint: Fingerprint) -> GroupMember:
        contact = self._vault.contacts.get(fingerprint)
        if contact is None:
            raise ContactError("contact.unknown")
        return GroupMember(
            fingerprint=fingerprint,
            name=contact.card.name,
            trust=contact.trust.value,
            expired=contact.card.expired_at(now_text(self._clock)),
        )


def spelled(name: str) -> str:
    """The name of a group, one spelling for all that look alike but for white space."""
    return " ".join(unicodedata.normalize("NFC", name).split())
