"""Destroying an incident here, because others are proven to hold all of it."""

from collections.abc import Iterable

from app.domain.identity import Role
from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.pages.first_run import ROLES
from app.gui.pages.parting_page import PartingPage
from app.gui.widgets.fields import plain_label
from app.services import Services
from app.services.answers import RecordShown
from app.services.answers_receipts import Received
from app.services.shredding import SHREDDING
from app.words import translate, translate_plural


class Shredding(PartingPage):
    """Says whose word it is, what goes and what remains; then asks for the passphrase."""

    name = "shredding"
    watches = frozenset({"incident", "contact"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, translate("Destroy this incident here"))
        self.holders = plain_label("")
        self.holders.hide()
        self.goes = plain_label(
            translate(
                "Its text, the people and files that only it names, drafts of it, and the copies of the "
                "vault beside it are destroyed on this computer. Nobody else is asked to do the same."
            )
        )
        self.word = plain_label(
            "● "
            + translate(
                "A receipt is the word of somebody whom you verified; the role stands on their card as they "
                "wrote it. Nothing proves that they still have it."
            ),
            "gap",
        )
        for part in (self.holders, self.goes, self.word):
            self.rows.addWidget(part)
        self.add_end(translate("Destroy here"), self.begin)

    def refresh(self) -> None:
        """Ask who holds it."""
        identifier = self.record_id
        self.do_button.setEnabled(False)
        if identifier:
            self.read(lambda services, _: services.recording.show(identifier), self._show)

    def begin(self) -> None:
        """Destroy it."""
        identifier = self.record_id

        def job(services: Services, watch: Watch) -> Iterable[str]:
            done = services.shredding.shred(identifier, watch)
            yield translate("Destroyed here")
            yield make_visible(done.held_by_words)
            yield translate_plural("{count} record", "{count} records", done.records).format(
                count=done.records
            )
            yield translate_plural(
                "{count} file of evidence", "{count} files of evidence", done.evidence
            ).format(count=done.evidence)

        self.part(SHREDDING, lambda services, watch: tuple(job(services, watch)))

    def _show(self, shown: RecordShown) -> None:
        if shown.id != self.record_id:
            return
        whole = [each for each in shown.received if each.whole]
        self.do_button.setEnabled(bool(whole) and shown.shredded_at is None)
        self.holders.setVisible(bool(whole))
        self.holders.setText("\n".join(f"✓ {_held(each)}" for each in whole))


def _held(received: Received) -> str:
    role = translate(ROLES[Role(received.role)]) if received.role else ""
    return " · ".join(part for part in (make_visible(received.words), role) if part)
