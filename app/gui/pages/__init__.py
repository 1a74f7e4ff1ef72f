"""The pages of the window, one file each, and the list of them."""

from collections.abc import Iterator

from app.gui.page import Page


def page_types() -> Iterator[type[Page]]:
    """Every page, in no order."""
    yield from access_page_types()
    yield from vault_page_types()


def access_page_types() -> Iterator[type[Page]]:
    """The pages before a vault is open: all that is imported before the window appears."""
    from app.gui.pages.first_run import FirstRun
    from app.gui.pages.help import Help
    from app.gui.pages.unlock import Unlock

    yield from (FirstRun, Unlock, Help)


def vault_page_types() -> Iterator[type[Page]]:
    """The pages of an open vault; imported while the passphrase is typed. A new page adds two lines."""
    from app.gui.pages.contact import Contact
    from app.gui.pages.contacts import Contacts
    from app.gui.pages.evidence_list import EvidenceList
    from app.gui.pages.export import Export
    from app.gui.pages.inbox import Inbox
    from app.gui.pages.incident import Incident
    from app.gui.pages.incidents import Incidents
    from app.gui.pages.my_card import MyCard
    from app.gui.pages.people import People
    from app.gui.pages.person import Person
    from app.gui.pages.proceeding import Proceeding
    from app.gui.pages.proceedings import Proceedings
    from app.gui.pages.quick_entry import QuickEntry
    from app.gui.pages.settings import Settings

    yield from (
        Contact,
        Contacts,
        EvidenceList,
        Export,
        Inbox,
        Incident,
        Incidents,
        MyCard,
        People,
        Person,
        Proceeding,
        Proceedings,
        QuickEntry,
        Settings,
    )
