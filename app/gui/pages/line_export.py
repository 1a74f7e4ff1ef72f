"""Write out lines of JSON: records as anybody can read them, for other programs; asked again before."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox

from app.domain.compartments import GUARDED
from app.domain.query import Query
from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.compartment_words import COMPARTMENT_WORDS
from app.gui.file_dialogs import choose_new_file
from app.gui.page import PageContext
from app.gui.pages.again import AskingAgain
from app.gui.pages.line_import import SUFFIX
from app.gui.reading_order import bring_into_sight
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.evidence import size_in_words
from app.gui.widgets.fields import Field, button, plain_label
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.typing import TextLine
from app.services import Services
from app.services.found import RecordsExported, SavedSearches
from app.words import N_, translate, translate_plural

WRITING = N_("Writing records")


class LineExport(AskingAgain):
    """Everything, or what a saved search finds; what is guarded stays here unless a reason is given."""

    name = "line_export"
    place = "export"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, translate("Write out lines of JSON"))
        theme = context.theme
        self.which = Choice((), none=translate("All records"))
        self.parts = {name: QCheckBox(translate(COMPARTMENT_WORDS[name].label)) for name in sorted(GUARDED)}
        self.reason = TextLine()
        self._reason_field = Field(
            translate("Why"),
            self.reason,
            theme,
            hint=translate("It is kept for ever in the chain of custody."),
        )
        self.write_button = button(translate("Write them to…"), self._ask_where, theme, look="primary")
        self.back_button = button(translate("Back"), lambda: context.navigate("export"), theme, look="plain")
        self.import_button = button(
            translate("Take in such a file…"), lambda: context.navigate("line_import"), theme
        )
        self.told, self.left = plain_label(""), plain_label("", "quiet")
        self._fill()
        for box in self.parts.values():
            box.setAccessibleName(box.text())
            box.clicked.connect(self._judge)
        self.reason.changed.connect(lambda: self._reason_field.show_gap(""))
        self.passphrase.entered.connect(self._ask_where)
        self._tell(None)
        self._judge()

    def enter(self, **_: Any) -> None:
        """Ask which searches are saved."""
        self.refresh()
        self.which.setFocus()

    def leave(self) -> bool:
        """What was told has been read."""
        if self.asking.isEnabled():
            self._tell(None)
        return super().leave()

    def refresh(self) -> None:
        """Ask again."""
        self.read(lambda services, _: services.searches.saved(), self._offer)

    def write(self, target: Path, typed: str) -> None:
        """Write the file, once the passphrase was found right."""
        search, with_ = self.which.value(), self._with()
        reason = (self.reason.value() or "").strip() or None
        self._tell(None)
        self.asking.setEnabled(False)

        def job(services: Services, watch: Watch) -> RecordsExported:
            services.access.check_passphrase(typed)
            query = services.searches.query(search) if search else Query()
            return services.whole_records.export(target, query, watch, with_, reason)

        def done(exported: RecordsExported) -> None:
            self.asking.setEnabled(True)
            self.forget()
            self._tell(exported)
            self.back_button.setFocus()
            QTimer.singleShot(0, self.told, lambda: bring_into_sight(self.told))

        def cancelled() -> None:
            self.asking.setEnabled(True)
            self.context.tell(translate("Cancelled; nothing was written."))

        def failed(error: Exception) -> None:
            self.asking.setEnabled(True)
            self.refuse(error)

        self.work(WRITING, job, done, cancelled, failed)

    def _fill(self) -> None:
        theme = self.context.theme
        told = translate(
            "One line for each record, as other programs can read it, and this one takes in again. Files of "
            "evidence, signatures and histories are not in it."
        )
        warned = translate(
            "The file is not encrypted: whoever finds it can read it, names too. For people use bundles."
        )
        hint = translate("Saved searches are offered here; what they name goes along.")
        for part in (
            plain_label(told),
            plain_label("▲ " + warned, "gap"),
            Field(translate("Which records"), self.which, theme, hint=hint),
            *self.parts.values(),
            self._reason_field,
            self.passphrase_field,
            ButtonRow(theme, self.write_button, self.import_button, self.back_button),
            self.told,
            self.left,
        ):
            self.rows.addWidget(part)
        self.rows.addStretch(1)

    def _ask_where(self) -> None:
        if self._with() and not (self.reason.value() or "").strip():
            self._reason_field.show_gap(translate("Say why this may leave."))
            self.reason.setFocus()
            return
        typed = self.typed_passphrase()
        if typed is None:
            return
        choose_new_file(
            self,
            translate("Where the lines go"),
            # Nothing of the records in the name that is offered.
            translate("records") + SUFFIX,
            lambda target: self.write(target if target.suffix else target.with_suffix(SUFFIX), typed),
        )

    def _offer(self, saved: SavedSearches) -> None:
        chosen = self.which.value()
        self.which.clear()
        self.which.addItem(translate("All records"), None)
        for each in saved.items:
            self.which.addItem(make_visible(each.name), each.name)
        self.which.set_value(chosen if chosen in {each.name for each in saved.items} else None)

    def _with(self) -> tuple[str, ...]:
        return tuple(name for name, box in self.parts.items() if box.isChecked())

    def _judge(self) -> None:
        self._reason_field.setVisible(bool(self._with()))

    def _tell(self, exported: RecordsExported | None) -> None:
        for part in (self.told, self.left):
            part.setVisible(exported is not None)
        if exported is None:
            return
        count = exported.records
        written = translate_plural("{count} record was written", "{count} records were written", count)
        size = size_in_words(exported.bytes)
        self.told.setText(f"✓ {written.format(count=count)} · {size}\n{breakable(exported.path)}")
        self.left.setText("\n".join(_left_in_words(exported)))
        self.left.setVisible(bool(self.left.text()))


def _left_in_words(exported: RecordsExported) -> list[str]:
    """What is not in the file."""
    told = []
    if exported.left_out:
        parts = ", ".join(translate(COMPARTMENT_WORDS[name].label) for name in exported.left_out)
        told.append(translate("Stays here: {parts}").format(parts=parts))
    if exported.not_understood:
        words = translate_plural(
            "{count} record of a later version cannot be written so; a bundle takes it along.",
            "{count} records of a later version cannot be written so; a bundle takes them along.",
            exported.not_understood,
        )
        told.append(words.format(count=exported.not_understood))
    if exported.undecided:
        words = translate_plural(
            "Of {count} record in dispute only the version shown first was written.",
            "Of {count} records in dispute only the version shown first was written.",
            exported.undecided,
        )
        told.append(words.format(count=exported.undecided))
    return told
