"""States of the pages of what is done seldom: one record of a backup, words checked, the vault described."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.query import Query
from app.gui.pages.age_identity import AgeIdentity
from app.gui.pages.forms import Forms
from app.gui.pages.record_restoring import RecordRestoring
from app.gui.pages.recovery_check import RecoveryCheck
from app.gui.pages.vault_about import VaultAbout
from app.services.answers import Digest, FileWritten
from app.services.answers_loss import RecordCompared, RecordRestored, RecoveryChecked
from tests.gui.stock import LONG, MANY


def show_records(page: RecordRestoring) -> None:
    """As an opened backup's; they are the vault's own."""
    page.asking.hide()
    page.choosing.show()
    page.named.setText("The backup of 10 January 2026 is open.")
    page.where.setText(f"/{LONG}")
    page.list.reload(lambda services, *of: services.searches.page("incident", Query(), *of))
    page._choose("")


def choose_record(page: RecordRestoring) -> None:
    show_records(page)
    page._chosen = "0"
    page._compared(
        RecordCompared(id="0", here=True, deleted=False, shredded_at=None, revisions=1, evidence=MANY)
    )


def bring_back(page: RecordRestoring) -> None:
    choose_record(page)
    page._restored(RecordRestored(id="0", revisions=1, evidence=("0" * 64,) * MANY, warning=LONG.strip()))


def find_no_record(page: RecordRestoring) -> None:
    show_records(page)
    page.list.reload(lambda services, *of: services.searches.page("incident", Query(words="жоқ нәрсе"), *of))


def tell_right(page: RecoveryCheck) -> None:
    page._checked(RecoveryChecked(opens=True, shares=MANY))


def tell_digest(page: VaultAbout) -> None:
    page._show_digest(Digest(revisions="01" * 32, state="ab" * 32, custody="9f" * 32))


def tell_made_anew(page: VaultAbout) -> None:
    page._tell_rebuilt("▲ Cancelled: lists and search may lack something until they are made anew.")


def choose_longest(page: Forms) -> None:
    page.form.set_value("disappearance")
    page.form.changed.emit()


def tell_written(page: AgeIdentity) -> None:
    page._written(FileWritten(path=f"/{LONG}", bytes=MANY))


def choose_passphrase(page: AgeIdentity) -> None:
    page.asking.hide()
    page.choosing.show()
    page.choice.begin()


STATES: Mapping[str, Callable[[Any], object]] = {
    "record_restoring, a backup open": show_records,
    "record_restoring, nothing found": find_no_record,
    "record_restoring, one chosen": choose_record,
    "record_restoring, one is back": bring_back,
    "recovery_check, right": tell_right,
    "vault_about, its digest": tell_digest,
    "vault_about, made anew": tell_made_anew,
    "forms, another": choose_longest,
    "age_identity, a passphrase for it": choose_passphrase,
    "age_identity, written": tell_written,
}
"""Each by its name for whoever has to find it; its page stands before the comma."""
