"""About this vault: what it is and holds, its digest for comparing, the ways to its keys; lists made anew."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.date_words import date_in_words
from app.domain.revision import RECORD_KINDS
from app.gui.loss_words import counts_in_words
from app.gui.page import Page, PageContext
from app.gui.pages.checking import MAKING_ANEW
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.evidence import size_in_words
from app.gui.widgets.fields import button, heading, plain_label, set_look
from app.services.answers import Digest, VaultInfo, VaultReport
from app.words import N_, translate, translate_plural

READING = N_("Working out the digest")


class VaultAbout(Page):
    """Quiet: facts that somebody asks for who helps, or who compares two vaults."""

    name = "vault_about"
    place = "settings"
    watches = frozenset({"incident", "contact"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._digest: Digest | None = None
        self.made, self.holds, self.evidence, self.key_file = (plain_label("") for _ in range(4))
        self.identifier, self.replica = (plain_label("", "small", selectable=True) for _ in range(2))
        self.digits = plain_label("", selectable=True)
        self.card_button = button(
            translate("My card and fingerprint…"), lambda: context.navigate("my_card"), theme
        )
        self.identity_button = button(
            translate("Take the age identity out…"), lambda: context.navigate("age_identity"), theme
        )
        self.digest_button = button(translate("Work out the digest"), self.work_out, theme)
        self.copy_button = button(translate("Copy"), self._copy, theme, icon_name="copy")
        self._copying = ButtonRow(theme, self.copy_button)
        self.rebuild_button = button(translate("Make lists and search anew"), self.rebuild, theme)
        self.rebuilt = plain_label("")
        self.digest_lines = QWidget()
        self._lines = QVBoxLayout(self.digest_lines)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.space(1))
        column = ScrollColumn(theme)
        for part in (
            heading(translate("About this vault")),
            self.made,
            self.holds,
            self.evidence,
            self.key_file,
            self.identifier,
            self.replica,
            *self._keys(),
            *self._comparing(),
            *self._making_anew(),
            ButtonRow(
                theme,
                button(translate("Back"), lambda: context.navigate("settings"), theme, look="plain"),
            ),
        ):
            column.rows.addWidget(part)
        column.rows.addStretch(1)
        self.body.addWidget(column)
        self._show_digest(None)
        self._tell_rebuilt("")

    def _keys(self) -> tuple[QWidget, ...]:
        theme = self.context.theme
        taken = translate(
            "With the age identity other age tools open bundles that were sent to you. It is written into a "
            "file under a passphrase of its own."
        )
        return (
            heading(translate("My keys"), "lead"),
            self.digits,
            ButtonRow(theme, self.card_button),
            plain_label(taken, "quiet"),
            ButtonRow(theme, self.identity_button),
        )

    def _comparing(self) -> tuple[QWidget, ...]:
        theme = self.context.theme
        compared = translate(
            "Two vaults that hold the same have the same three digests. They tell nothing of what is held. "
            "In a large vault this takes a while; meanwhile you can go on."
        )
        return (
            heading(translate("Digest"), "lead"),
            plain_label(compared, "quiet"),
            ButtonRow(theme, self.digest_button),
            self.digest_lines,
            self._copying,
        )

    def _making_anew(self) -> tuple[QWidget, ...]:
        told = translate(
            "Where a list or the search seems to miss something: both are made again from what the records "
            "say. No record is changed by it. In a large vault this takes a while; meanwhile you can go on."
        )
        return (
            heading(translate("Lists and search"), "lead"),
            plain_label(told, "quiet"),
            ButtonRow(self.context.theme, self.rebuild_button),
            self.rebuilt,
        )

    def enter(self, **_: object) -> None:
        """Ask what it is; a digest of before may be over."""
        self._show_digest(None)
        if self.rebuild_button.isEnabled():
            self._tell_rebuilt("")
        self.refresh()
        self.card_button.setFocus()

    def refresh(self) -> None:
        """Ask again; what has changed changes the digest."""
        self._show_digest(None)
        self.read(lambda services, _: services.access.info(), self._show)

    def work_out(self) -> None:
        """All records are read, on the long lane."""
        self._show_digest(None)
        self._set_busy(True)

        def settle() -> None:
            self._set_busy(False)

        def done(digest: Digest) -> None:
            settle()
            self._show_digest(digest)
            self.copy_button.setFocus()

        def failed(error: Exception) -> None:
            settle()
            self.fail(error)

        self.work(READING, lambda services, watch: services.access.digest(watch), done, settle, failed)

    def rebuild(self) -> None:
        """All records are gone through, on the long lane; cut short, lists wait for the rest."""
        self._tell_rebuilt("")
        self._set_busy(True)

        def settle(sentence: str) -> None:
            self._set_busy(False)
            self._tell_rebuilt(sentence)
            self.context.announce(*RECORD_KINDS)
            self.rebuild_button.setFocus()

        def done(report: VaultReport) -> None:
            words = translate_plural(
                "Lists and search were made anew; they hold {count} incident.",
                "Lists and search were made anew; they hold {count} incidents.",
                report.records,
            )
            settle("✓ " + words.format(count=report.records))

        def cancelled() -> None:
            settle(
                "▲ " + translate("Cancelled: lists and search may lack something until they are made anew.")
            )

        def failed(error: Exception) -> None:
            settle("")
            self.fail(error)

        self.work(
            MAKING_ANEW, lambda services, watch: services.access.rebuild(watch), done, cancelled, failed
        )

    def _set_busy(self, busy: bool) -> None:
        for each in (self.digest_button, self.rebuild_button):
            each.setEnabled(not busy)

    def _tell_rebuilt(self, sentence: str) -> None:
        set_look(self.rebuilt, "gap" if sentence.startswith("▲") else "")
        self.rebuilt.setText(sentence)
        self.rebuilt.setVisible(bool(sentence))

    def _show(self, info: VaultInfo) -> None:
        self.made.setText(translate("Made on {day}").format(day=date_in_words(info.created[:10])))
        self.holds.setText(counts_in_words(info))
        self.evidence.setText(translate("Evidence takes {size}.").format(size=size_in_words(info.bytes)))
        self.key_file.setText(
            translate("The passphrase opens it only together with the key file.")
            if info.key_file
            else translate("The passphrase opens it alone.")
        )
        self.identifier.setText(translate("Id of the vault: {id}").format(id=info.vault_id))
        self.replica.setText(translate("Id of this copy of it: {id}").format(id=info.replica))
        self.digits.setText(info.digits)

    def _show_digest(self, digest: Digest | None) -> None:
        self._digest = digest
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for name, value in _named(digest):
            self._lines.addWidget(plain_label(name))
            self._lines.addWidget(plain_label(_in_groups(value), "small", selectable=True))
        for part in (self.digest_lines, self._copying):
            part.setVisible(digest is not None)
        self.copy_button.setText(translate("Copy"))

    def _copy(self) -> None:
        text = "\n".join(f"{name}: {value}" for name, value in _named(self._digest))
        QGuiApplication.clipboard().setText(text)
        self.copy_button.setText(translate("Copied"))


def _named(digest: Digest | None) -> tuple[tuple[str, str], ...]:
    if digest is None:
        return ()
    return (
        (translate("Revisions"), digest.revisions),
        (translate("What they come to"), digest.state),
        (translate("Chain of custody"), digest.custody),
    )


def _in_groups(value: str) -> str:
    return " ".join(value[at : at + 8] for at in range(0, len(value), 8))
