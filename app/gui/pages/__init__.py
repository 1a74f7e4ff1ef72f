"""The pages of the window, one file each, and the list of them."""

from collections.abc import Iterator

from app.gui.page import Page


def page_types() -> Iterator[type[Page]]:
    """Every page, in no order; imported when the first window is made."""
    # One line a page:  from app.gui.pages.incidents import Incidents; yield Incidents
    from app.gui.pages.contact import Contact
    from app.gui.pages.contacts import Contacts
    from app.gui.pages.evidence_list import EvidenceList
    from app.gui.pages.first_run import FirstRun
    from app.gui.pages.incident import Incident
    from app.gui.pages.incidents import Incidents
    from app.gui.pages.my_card import MyCard
    from app.gui.pages.people import People
    from app.gui.pages.person import Person
    from app.gui.pages.proceeding import Proceeding
    from app.gui.pages.proceedings import Proceedings
    from app.gui.pages.quick_entry import QuickEntry
    from app.gui.pages.settings import Settings
    from app.gui.pages.unlock import Unlock

    yield QuickEntry
    yield from (FirstRun, Unlock, Settings, Contacts, Contact, MyCard)
    yield from (Incidents, Incident, People, Person, Proceedings, Proceeding, EvidenceList)
