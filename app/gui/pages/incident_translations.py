"""Translations of the narrative, each beside the original."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.compartments import Path
from app.domain.strict_json import JsonObject
from app.domain.text import make_visible
from app.gui.pages.record_entries import EntriesSection, EntryBlock
from app.gui.pages.record_sections import AskedField
from app.gui.pages.record_sheet import RecordSheet
from app.gui.widgets.fields import plain_label
from app.services import asked
from app.services.asked import LANGUAGE_NAMES
from app.words import translate


class TranslationBlock(EntryBlock):
    """One translation: on the left the original to read, on the right the field to write in."""

    def __init__(self, sheet: RecordSheet, holder: Path, _: JsonObject) -> None:
        self.sheet = sheet
        self._original = plain_label("", selectable=True)
        self._language = plain_label("", "small")
        super().__init__(sheet, holder, self._rows(holder))
        self.show_record()

    def show_record(self) -> None:
        """Show the translation, and the original as it stands now."""
        super().show_record()
        text = self.sheet.value(("narrative", "text"))
        language = self.sheet.value(("narrative", "language"))
        self._original.setText(make_visible(str(text)) if text else translate("Nothing was written yet."))
        told = LANGUAGE_NAMES.get(str(language))
        words = translate("Original ({language})").format(language=told) if told else translate("Original")
        self._language.setText(words)

    def _rows(self, holder: Path) -> Iterator[QWidget]:
        language, text, *others = asked.TRANSLATION
        yield AskedField(self.sheet, holder, language)
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.sheet.theme.space(4))
        original = QVBoxLayout()
        original.setSpacing(self.sheet.theme.space(1))
        original.addWidget(self._language)
        original.addWidget(self._original)
        original.addStretch(1)
        written = AskedField(self.sheet, holder, text)
        self._parts.append(written)
        row.addLayout(original, 1)
        row.addWidget(written, 1)
        yield beside
        for each in others:
            yield AskedField(self.sheet, holder, each)


def translations_section(sheet: RecordSheet) -> EntriesSection:
    """Out of sight while there is none."""
    return EntriesSection(
        sheet,
        translate("Translations"),
        "translations",
        translate("Add a translation"),
        partial(TranslationBlock, sheet),
        rare=True,
    )
