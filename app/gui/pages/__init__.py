"""The pages of the window, one file each, and the list of them."""

from collections.abc import Iterator

from app.gui.page import Page, PageContext


def page_types() -> Iterator[type[Page]]:
    """Every page, in no order."""
    from app.gui.pages.destroying import Destroying
    from app.gui.pages.first_run import FirstRun
    from app.gui.pages.help import Help
    from app.gui.pages.recover import Recover
    from app.gui.pages.rekeying import Rekeying
    from app.gui.pages.restore import Restore
    from app.gui.pages.unlock import Unlock

    yield from (Destroying, FirstRun, Help, Recover, Rekeying, Restore, Unlock)
    yield from vault_page_types()


def make_destroying(context: PageContext) -> Page:
    """Ends a vault."""
    from app.gui.pages.destroying import Destroying

    return Destroying(context)


def make_first_run(context: PageContext) -> Page:
    """Makes a vault; imported when it is shown, as is each page that may be the first to be seen."""
    from app.gui.pages.first_run import FirstRun

    return FirstRun(context)


def make_help(context: PageContext) -> Page:
    """Keys, and how to go about it."""
    from app.gui.pages.help import Help

    return Help(context)


def make_recover(context: PageContext) -> Page:
    """Opens a vault whose passphrase is forgotten."""
    from app.gui.pages.recover import Recover

    return Recover(context)


def make_rekeying(context: PageContext) -> Page:
    """Gives a vault new keys."""
    from app.gui.pages.rekeying import Rekeying

    return Rekeying(context)


def make_restore(context: PageContext) -> Page:
    """Makes a vault of a backup."""
    from app.gui.pages.restore import Restore

    return Restore(context)


def make_unlock(context: PageContext) -> Page:
    """Opens a vault."""
    from app.gui.pages.unlock import Unlock

    return Unlock(context)


def vault_page_types() -> Iterator[type[Page]]:
    """The pages of an open vault; imported while the passphrase is typed. A new page adds two lines."""
    from app.gui.pages.contact import Contact
    from app.gui.pages.contacts import Contacts
    from app.gui.pages.deadlines import Deadlines
    from app.gui.pages.deleting import Deleting
    from app.gui.pages.drill import Drill
    from app.gui.pages.erasing import Erasing
    from app.gui.pages.evidence_list import EvidenceList
    from app.gui.pages.export import Export
    from app.gui.pages.groups import Groups
    from app.gui.pages.inbox import Inbox
    from app.gui.pages.incident import Incident
    from app.gui.pages.incidents import Incidents
    from app.gui.pages.my_card import MyCard
    from app.gui.pages.organisation import Organisation
    from app.gui.pages.organisations import Organisations
    from app.gui.pages.people import People
    from app.gui.pages.person import Person
    from app.gui.pages.proceeding import Proceeding
    from app.gui.pages.proceedings import Proceedings
    from app.gui.pages.quick_entry import QuickEntry
    from app.gui.pages.recovery_shares import RecoveryShares
    from app.gui.pages.recovery_words import RecoveryWords
    from app.gui.pages.safekeeping import Safekeeping
    from app.gui.pages.second_factor import SecondFactor
    from app.gui.pages.settings import Settings
    from app.gui.pages.share_opening import ShareOpening

    yield from (
        Contact,
        Contacts,
        Deadlines,
        Deleting,
        Drill,
        Erasing,
        EvidenceList,
        Export,
        Groups,
        Inbox,
        Incident,
        Incidents,
        MyCard,
        Organisation,
        Organisations,
        People,
        Person,
        Proceeding,
        Proceedings,
        QuickEntry,
        RecoveryShares,
        RecoveryWords,
        Safekeeping,
        SecondFactor,
        Settings,
        ShareOpening,
    )
    yield from _pages_under_pressure()
    yield from _pages_seldom_needed()


def _pages_under_pressure() -> Iterator[type[Page]]:
    """Those by which less is held here than was seen."""
    from app.gui.pages.seal_mode import SealMode
    from app.gui.pages.sealed_bundles import SealedBundles
    from app.gui.pages.sealing import Sealing
    from app.gui.pages.shredding import Shredding

    yield from (SealMode, SealedBundles, Sealing, Shredding)


def _pages_seldom_needed() -> Iterator[type[Page]]:
    """What somebody does once in a while who looks after a vault, or has another program beside it."""
    from app.gui.pages.age_identity import AgeIdentity
    from app.gui.pages.checking import Checking
    from app.gui.pages.forms import Forms
    from app.gui.pages.line_export import LineExport
    from app.gui.pages.line_import import LineImport
    from app.gui.pages.record_restoring import RecordRestoring
    from app.gui.pages.recovery_check import RecoveryCheck
    from app.gui.pages.vault_about import VaultAbout

    yield from (AgeIdentity, Checking, Forms, LineExport, LineImport)
    yield from (RecordRestoring, RecoveryCheck, VaultAbout)
