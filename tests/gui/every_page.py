"""Every page in every state that a person can meet, over one vault with little and with too much in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import WARNINGS, Caution, ContactError, VaultError
from app.domain.work import Progress
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.erasing import Erasing
from app.gui.pages.export import Export
from app.gui.pages.first_run import FirstRun
from app.gui.pages.inbox import Inbox
from app.gui.pages.inbox_card import BundleCard
from app.gui.pages.inbox_jobs import ReceiptFound
from app.gui.pages.incident import Incident
from app.gui.pages.incident_sections import EvidenceSection
from app.gui.pages.incidents import Incidents
from app.gui.pages.record_entries import EntriesSection
from app.gui.pages.record_page import RecordPage
from app.gui.pages.recover import Recover
from app.gui.pages.recovery_words import RecoveryWords
from app.gui.pages.safekeeping import Safekeeping
from app.gui.pages.sealed_bundles import SealedBundles
from app.gui.pages.second_factor import SecondFactor
from app.gui.pages.settings import Settings
from app.gui.pages.unlock import Unlock
from app.services import Services
from app.services.answers import ErrorBody
from app.services.answers_loss import BackupMade, Problem, SecondFactorChanged, VaultRestored
from app.services.answers_receipts import ListedSealed, ReceiptAdded, SealedList, VaultDestroyed
from app.services.answers_sealing import SealModeShown, SealRecipient
from app.services.given_secret import GivenSecret
from app.services.recovery import NewWords
from app.services.settings import Preferences
from app.vault.backups import damaged_copy
from app.vault.verification import Problem as FoundProblem
from tests.gui import checking_kit, rekeying_kit, sides_kit
from tests.gui.conftest import WAIT_MS
from tests.gui.stock import LONG, MANY, Stock

Answer = TypeVar("Answer")
_TIME = "2026-01-10T09:10:00.000Z"
STATES = {**checking_kit.STATES, **sides_kit.STATES}
DAMAGED = FoundProblem("revision", "0" * 64, "revision.author_unknown")


@dataclass(frozen=True, slots=True)
class Face:
    """How to come to a state of a page: enter it with `given`, then, once it is drawn, do `then`."""

    page: str
    given: Mapping[str, object] = field(default_factory=dict)
    then: Callable[[Any], object] | None = None


def faces(stock: Stock) -> Mapping[str, Face]:
    """Every state, by a name for whoever has to find it."""
    plain = (
        "first_run", "unlock", "help", "incidents", "people", "organisations", "proceedings", "evidence",
        "contacts", "my_card", "groups", "export", "settings", "quick_entry", "inbox", "recover", "restore",
        "safekeeping", "second_factor", "recovery_words", "recovery_shares", "share_opening", "drill",
        "deadlines", "destroying", "rekeying", "sealed_bundles", "seal_mode",
        "checking", "line_import", "line_export", "record_restoring", "recovery_check",
        "vault_about", "age_identity", "forms",
    )  # fmt: skip
    return {
        **{name: Face(name) for name in plain},
        "incidents, nothing found": Face("incidents", {"search": "жоқ нәрсе"}),
        "incidents, filters open": Face("incidents", {"search": ""}, lambda page: page.filters.click()),
        "incidents, filters closed": Face("incidents", {}, lambda page: page.filters.click()),
        "incidents, columns open": Face("incidents", {}, lambda page: page.columns_button.click()),
        "incidents, columns closed": Face("incidents", {}, lambda page: page.columns_button.click()),
        "incidents, none": Face("incidents", {"search": ""}, _show_nothing),
        "person": Face("person", {"id": stock.person}),
        "proceeding": Face("proceeding", {"id": stock.proceeding}),
        "organisation": Face("organisation", {"id": stock.organisation}),
        "contact, verified": Face("contact", {"fingerprint": stock.verified}),
        "contact, not verified": Face("contact", {"fingerprint": stock.unverified}),
        "contact, asked why it is revoked": Face(
            "contact", {"fingerprint": stock.verified}, lambda page: page.ask_button.click()
        ),
        "my_card, its code large": Face("my_card", then=lambda page: page.enlarge(large=True)),
        "my_card, asked before replacing": Face("my_card", then=lambda page: page.replace_button.click()),
        "my_card, asked before revoking": Face("my_card", then=lambda page: page.revoking.ask_button.click()),
        "groups, one open": Face("groups", then=lambda page: page._choose(page._groups[0].name)),
        "incident, typical": Face("incident", {"id": stock.typical}),
        "incident, overfull": Face("incident", {"id": stock.overfull}),
        "incident, its history": Face("incident", {"id": stock.typical}, RecordPage._open_history),
        "incident, its timeline": Face("incident", {"id": stock.overfull}, Incident.open_timeline),
        "incident, with an entry of each kind": Face("incident", {"id": stock.typical}, _open_all),
        "organisation, with an entry of each kind": Face(
            "organisation", {"id": stock.organisation}, _open_all
        ),
        "proceeding, with an entry of each kind": Face("proceeding", {"id": stock.proceeding}, _open_all),
        "incident, in dispute": Face("incident", {"id": stock.disputed}, RecordPage._compare),
        "inbox, with bundles": Face("inbox", {"files": stock.bundles}),
        **_ways_in(),
        "unlock, with cautions": Face("unlock", then=_tell_cautions),
        **_under_pressure(stock),
        "settings, another passphrase": Face("settings", then=_change_passphrase),
        "export, some chosen": Face("export", then=lambda page: page.incidents.some_button.click()),
        "export, refused": Face(
            "export", then=lambda page: page.error_bar.show_error(VaultError("vault.memory"))
        ),
        **{state: Face(state.split(",")[0], then=tell) for state, tell in STATES.items()},
        "export, working": Face("export", then=_work),
        # The last: what is kept stays beside all others.
        "incident, beside another": Face(
            "incident", {"id": stock.typical}, partial(_keep_beside, other=stock.disputed)
        ),
    }


def _ways_in() -> Mapping[str, Face]:
    """Before a vault is open, and what is kept for the day when it does not open."""
    return {
        "first_run, words drawn": Face("first_run", then=_draw_words),
        "first_run, words asked back": Face("first_run", then=_ask_words_back),
        "first_run, own passphrase": Face("first_run", then=_choose_own),
        "recover, a new passphrase": Face("recover", then=_choose_new),
        "recover, keys from elsewhere": Face(
            "recover", then=lambda page: page.fail(VaultError("vault.keys"))
        ),
        "unlock, keys from elsewhere": Face(
            "unlock", then=lambda page: page._failed(VaultError("vault.keys"), mending=True)
        ),
        "restore, done": Face("restore", then=lambda page: page._restored(_restored(page.context.folder))),
        "safekeeping, after a backup": Face("safekeeping", then=_tell_backup),
        "safekeeping, refused": Face("safekeeping", then=lambda page: page.fail(damaged_copy(DAMAGED))),
        "recovery_words, shown": Face("recovery_words", then=_show_recovery_words),
        "recovery_words, asked back": Face("recovery_words", then=_ask_recovery_words_back),
        "first_run, recovery words offered": Face("first_run", then=_offer_recovery_words),
        "unlock, refused": Face("unlock", then=lambda page: page._failed(VaultError("vault.passphrase"))),
        "unlock, key file needed": Face(
            "unlock", then=lambda page: page._failed(VaultError("vault.file_needed"))
        ),
        "second_factor, made": Face("second_factor", then=_tell_key_file),
    }


def _under_pressure(stock: Stock) -> Mapping[str, Face]:
    """What takes something away from here."""
    return {
        "sealing": Face("sealing", {"id": stock.typical}),
        "sealing, done": Face("sealing", {"id": stock.typical}, lambda page: page._tell((LONG, LONG))),
        "shredding": Face("shredding", {"id": stock.typical}),
        "deleting, something not saved": Face(
            "deleting", {"id": stock.overfull}, lambda page: page.unsaved.show()
        ),
        "deleting, somebody else's": Face("deleting", {"id": stock.disputed}),
        "deleting, a person, no reason": Face(
            "deleting", {"id": stock.person, "kind": "person"}, lambda page: page.begin()
        ),
        "deleting, a file": Face("deleting", _file(stock)),
        "erasing": Face("erasing", {"id": stock.overfull}),
        "erasing, a file": Face("erasing", _file(stock), _tell_same),
        "incident, a file chosen": Face("incident", {"id": stock.typical}, _choose_file),
        "incident, deleted, something not saved": Face("incident", {"id": stock.gone}),
        "erasing, somebody else's": Face(
            "erasing", {"id": stock.disputed}, lambda page: page.boxes["open"].click()
        ),
        "erasing, nothing chosen": Face("erasing", {"id": stock.typical}, lambda page: page.begin()),
        "erasing, done": Face("erasing", {"id": stock.typical}, lambda page: page._tell((LONG, LONG))),
        "sealed_bundles, many": Face("sealed_bundles", then=_show_sealed),
        "seal_mode, on": Face("seal_mode", then=lambda page: page._show_mode(_seal_mode())),
        "seal_mode, refused": Face("seal_mode", then=lambda page: page._show_mode(_seal_mode(refused=True))),
        "quick_entry, sealing": Face("quick_entry", then=lambda page: page.sealing._show(_seal_mode())),
        "quick_entry, sealing refused": Face(
            "quick_entry", then=lambda page: page.sealing._show(_seal_mode(refused=True))
        ),
        "incident, to be sealed": Face("incident", {"id": stock.typical}, _tell_unsealed),
        "inbox, a receipt": Face("inbox", then=_show_receipt),
        "destroying, begun before": Face("destroying", then=lambda page: page._judge_folder(ending=True)),
        "destroying, done": Face(
            "destroying",
            then=lambda page: page._destroyed(
                VaultDestroyed(destroyed=True, files=MANY, left=2, warning=LONG.strip())
            ),
        ),
        "rekeying, refused": Face("rekeying", then=rekeying_kit.refuse),
        "rekeying, a new passphrase": Face("rekeying", then=rekeying_kit.choose),
        "rekeying, asked": Face("rekeying", then=rekeying_kit.ask),
        "rekeying, done": Face("rekeying", then=rekeying_kit.tell),
    }


def _file(stock: Stock) -> Mapping[str, object]:
    return {"id": stock.file, "kind": "evidence", "incident": stock.overfull}


def _tell_same(page: Erasing) -> None:
    assert page._found is not None
    page._show(replace(page._found, same=MANY))


def _choose_file(page: Incident) -> None:
    strip = next(each.strip for each in page.sections if isinstance(each, EvidenceSection))
    strip._tiles.setCurrentRow(0)
    page.form.ensureWidgetVisible(strip)


def show(window: MainWindow, face: Face, context: PageContext, qtbot: QtBot) -> None:
    """Come to that state, and wait until it is drawn."""
    assert window.show_page(face.page, **face.given)
    settle(window, context, qtbot)
    if face.then is not None:
        face.then(window.page)
        settle(window, context, qtbot)


def settle(window: MainWindow, context: PageContext, qtbot: QtBot) -> None:
    """Wait until the lanes have answered whatever was asked, and the page has drawn it."""
    for _ in range(3):
        ask(context, qtbot, lambda services: services.drafts.names())
        idle: list[bool] = []
        context.lanes.long.run(
            lambda _services, _watch: True, owner=context, on_done=idle.append, on_failed=_raise
        )
        qtbot.waitUntil(partial(bool, idle), timeout=WAIT_MS)
    page = window.page
    for record in (page, window._beside.page):
        if isinstance(record, RecordPage):
            qtbot.waitUntil(partial(_is_whole, record), timeout=WAIT_MS)
    if isinstance(page, Inbox):
        qtbot.waitUntil(lambda: not page.work_bar.isVisible(), timeout=WAIT_MS)
    for _ in range(3):
        QApplication.processEvents()


def _is_whole(page: RecordPage) -> bool:
    return page.is_whole


def ask(context: PageContext, qtbot: QtBot, job: Callable[[Services], Answer]) -> Answer:
    """What the short lane answers."""
    answers: list[Answer] = []
    context.lanes.short.run(
        lambda services, _: job(services), owner=context, on_done=answers.append, on_failed=_raise
    )
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    return answers[0]


def _raise(error: Exception) -> None:
    raise error


def _tell_key_file(page: SecondFactor) -> None:
    page._show((True, False))
    page._tell(SecondFactorChanged(on=True, path=f"/{LONG}", replaced=False, generation=2, warning=LONG))


def _show_nothing(page: Incidents) -> None:
    page.show_empty(*page.empty_words())


def _open_all(page: RecordPage) -> None:
    """Every list that is empty gets an entry."""
    for section in page.sections:
        if isinstance(section, EntriesSection) and not page.sheet.entries(section.name):
            section.open()
    page.form.verticalScrollBar().setValue(0)


def _keep_beside(page: Incident, other: str) -> None:
    page.context.kept_beside.emit(page.record_id)
    page.context.navigate("incident", id=other)


def _draw_words(page: FirstRun) -> None:
    page.person.set_value("Пример Тестов")
    page._go_on()


def _ask_words_back(page: FirstRun) -> None:
    _draw_words(page)
    page.choice.drawn.copied_button.click()


def _choose_own(page: FirstRun) -> None:
    _draw_words(page)
    page.choice.drawn.declined.emit()


def _offer_recovery_words(page: FirstRun) -> None:
    _draw_words(page)
    page._offer(LONG[:20])


def _choose_new(page: Recover) -> None:
    page._checked(GivenSecret(typed=LONG))


def _restored(folder: Path) -> VaultRestored:
    problems = tuple(Problem(what="blob", id="0" * 64, code="evidence.altered") for _ in range(MANY))
    return VaultRestored(
        ok=False, path=str(folder), source=str(folder), same=False, records=1, revisions=1, evidence=1,
        problems=problems, warning=LONG.strip(),
    )  # fmt: skip


def _tell_backup(page: Safekeeping) -> None:
    problems = (Problem(what="blob", id="0" * 64, code="evidence.altered"),)
    made = BackupMade(
        path=str(page.context.folder), outside=True, verified_at="2026-01-10T09:10:00.000Z", records=1,
        revisions=MANY, evidence=MANY, bytes=1, copied=1, linked=0, removed=(), problems=problems,
        warning=LONG.strip(),
    )  # fmt: skip
    page._made(made)


def _show_recovery_words(page: RecoveryWords) -> None:
    page.asking.hide()
    page.showing.show()
    page.words.begin(NewWords(bytes(32)).words)


def _ask_recovery_words_back(page: RecoveryWords) -> None:
    _show_recovery_words(page)
    page.words.copied_button.click()


def _tell_cautions(page: Unlock) -> None:
    page._tell((tuple(Caution(code) for code in WARNINGS), Preferences()))


def _show_sealed(page: SealedBundles) -> None:
    each = ListedSealed(bundle_id="0", sealed_at=_TIME, bytes=1 << 30, received=(LONG.strip(),))
    page._show(SealedList(items=(each,) * MANY))
    page.told.setText(LONG)
    page.told.show()


def _seal_mode(*, refused: bool = False) -> SealModeShown:
    error = ContactError("contact.group_unknown")
    why = ErrorBody(code=error.code, message=error.sentence, advice=error.advice) if refused else None
    return SealModeShown(
        seals_new=True, to=(), groups=(LONG,), refused=why, waiting=("0",) * MANY, confirmed=False,
        recipients=() if refused else (SealRecipient(fingerprint="0" * 64, name=LONG[:100]),) * MANY,
        means=(), remains=(), warning="",
    )  # fmt: skip


def _tell_unsealed(page: Incident) -> None:
    page._show_seal_mode(_seal_mode())
    page._show_unsealed(True)


def _show_receipt(page: Inbox) -> None:
    card = BundleCard(page.context.theme, Path("расписка.receipt"))
    page._insert(len(page.cards), card)
    page._judge()
    added = ReceiptAdded(
        by="0" * 64, name=LONG[:100], bundle="", made_at=_TIME, revisions=1, evidence=MANY,
        incidents=("",), warnings=("vault.older_folder",),
    )  # fmt: skip
    card.show_receipt(ReceiptFound(added, (LONG.strip(),)))


def _change_passphrase(page: Settings) -> None:
    page._look.hide()
    page._asking.hide()
    page._choosing.show()


def _work(page: Export) -> None:
    page.error_bar.hide()
    page.work_bar.begin("Writing the bundle", lambda: None)
    page.work_bar.show_progress(Progress("Writing the bundle", 1, 3))
