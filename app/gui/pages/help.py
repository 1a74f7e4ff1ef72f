"""Keys and help: every key of the window, and the few ideas behind it, in plain words."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from app.gui.page import Page, PageContext
from app.gui.shortcuts import KEYS, PLACES, Command
from app.gui.sidebar import ENTRIES
from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.places import root
from app.words import N_, translate

COMMAND_WORDS: Mapping[Command, str] = {
    Command.NEW: N_("New incident"),
    Command.SEARCH: N_("Search"),
    Command.SAVE: N_("Save now; it also saves by itself"),
    Command.UNDO: N_("Take the last change back"),
    Command.REDO: N_("Make it again"),
    Command.NEXT_SECTION: N_("Next section of a record"),
    Command.PREVIOUS_SECTION: N_("Section before"),
    Command.BESIDE: N_("Keep this incident beside another; once more: no longer"),
    Command.EXPORT: N_("Export: hand incidents over"),
    Command.TAKE_IN: N_("Take in bundles"),
    Command.BACK: N_("Back to where you came from; what you wrote is kept"),
    Command.LOCK: N_("Lock at once"),
    Command.PANIC: N_("In danger: lock, and leave nothing on the screen"),
    Command.HELP: N_("This page"),
    **{place: label for place, (_name, _icon, label) in zip(PLACES, ENTRIES, strict=True)},
}
KEYS_IN_A_TEXT: Mapping[tuple[Qt.KeyboardModifier, Qt.Key], str] = {
    (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_V): N_(
        "Paste exactly as it came, nothing tidied"
    ),
}
"""Keys that the text in which one writes answers itself."""
IDEAS: Sequence[tuple[str, str]] = (
    (
        N_("It saves by itself"),
        N_(
            "What you write is saved while you write; “saved” at the bottom of the window is the only "
            "sign. An incident that you have not saved yet is a draft: it lies encrypted in the vault, "
            "and after a power cut or a lock it is there again."
        ),
    ),
    (
        N_("Write first, sort later"),
        N_(
            "No field must be filled in. What is still needed, and for what, stands beside the field; "
            "the incident waits until you know it."
        ),
    ),
    (
        N_("What a bundle is"),
        N_(
            "One encrypted file with incidents and their evidence. Only those whom you chose can open "
            "it, and they see for certain that it is from you and that nothing was altered. Send it by "
            "any way: a stick, mail, a messenger."
        ),
    ),
    (
        N_("What a fingerprint is"),
        N_(
            "Forty digits, or twelve words, that stand for a person's key. Let the person tell you "
            "theirs face to face or by voice and compare: only then do you know whose card you have."
        ),
    ),
    (
        N_("What consent does"),
        N_(
            "Write down what each person agreed to. An incident to whose sharing somebody said no stays "
            "here, until you name it and say why it must go all the same."
        ),
    ),
    (
        N_("When you leave the computer"),
        N_(
            "Lock it. It also locks by itself; after how long stands in the settings. Without the "
            "passphrase nobody can read the vault, and nobody can give you a new one: keep yours well."
        ),
    ),
    (
        N_("When something should not stand here"),
        N_(
            "At the end of a record you can delete it: it leaves every list, and its history stays. Or erase "
            "parts of it: those are destroyed here, and others who have them are asked to do the same. A "
            "file of evidence is deleted or erased by itself: choose it in its incident."
        ),
    ),
    (
        N_("When you may be made to open it"),
        N_(
            "What is not here cannot be shown: at the end of an incident you can seal it to others, or "
            "destroy it here once a receipt proves that they hold it. There is no second vault that opens "
            "with another passphrase: whoever examines the disk would see traces of it, and whoever "
            "suspects one does not stop asking."
        ),
    ),
    (
        N_("What a glance sees"),
        N_(
            "In the settings the window takes another name and icon. The folder of the vault, this program "
            "and what it asks for stay as they are: whoever looks closer than a glance knows what it is."
        ),
    ),
    (
        N_("When somebody may have your keys"),
        N_(
            "In the settings, under the passphrase, the vault gets a new passphrase, other keys behind it "
            "and a new key of yours, which your contacts follow by themselves. Old recovery words and the "
            "backups beside it go. A copy that somebody has already still opens as before: what was in it "
            "then, they can read."
        ),
    ),
    (
        N_("When something goes wrong"),
        N_(
            "What was saved is safe. The window says in one sentence what happened and in another what "
            "to do. Tell the small grey code to whoever helps you; it says nothing about your records. "
            "If the computer stops, start it again and open the vault: your draft is there."
        ),
    ),
)
SHELL = N_("The same can be done in a terminal, also by scripts:")
PLACES_CREDIT = N_(
    "Towns and villages: GeoNames (geonames.org), CC BY 4.0, changed. Regions are our own. What is not "
    "in the list can always be typed."
)
_ARROWS = {"Up": "↑", "Down": "↓"}


class Help(Page):
    """Reached with F1, also before a vault is open; Escape and a button lead back."""

    name = "help"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.back_button = button(translate("Back"), context.go_back, theme, icon_name="chevron-left")
        self.text = ScrollColumn(theme)
        # There is nothing else to stop at.
        self.text.take_focus(theme, translate("Keys and help"))
        rows = self.text.rows
        rows.setContentsMargins(*(theme.space(6),) * 4)
        rows.addWidget(ButtonRow(theme, self.back_button))
        rows.addWidget(heading(translate("Keys")))
        rows.addWidget(plain_label(translate("They work with every keyboard layout switched on."), "quiet"))
        rows.addWidget(_table(theme))
        for title, sentences in IDEAS:
            rows.addWidget(heading(translate(title), "lead"))
            rows.addWidget(plain_label(translate(sentences)))
        rows.addWidget(heading(translate("In the shell"), "lead"))
        rows.addWidget(plain_label(translate(SHELL)))
        rows.addWidget(plain_label(shell_command(), selectable=True))
        rows.addWidget(heading(translate("Where the places come from"), "lead"))
        rows.addWidget(plain_label(translate(PLACES_CREDIT)))
        rows.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.text)

    def enter(self, **_: object) -> None:
        """The arrow keys scroll at once."""
        self.text.setFocus()


def keys_and_words() -> Iterator[tuple[str, str]]:
    """What is pressed and what it does, in the language in force: COMMAND_WORDS, then KEYS_IN_A_TEXT."""
    for command, words in COMMAND_WORDS.items():
        pressed = (_written(modifier, key) for (modifier, key), each in KEYS.items() if each is command)
        yield " · ".join(pressed), translate(words)
    for (modifier, key), words in KEYS_IN_A_TEXT.items():
        yield _written(modifier, key), translate(words)


def shell_command() -> str:
    """What is typed in a terminal, standing in the folder of the program."""
    program = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return f"{program.name} --help"
    inside = program.relative_to(root()) if program.is_relative_to(root()) else Path(program.name)
    return f"{inside} main.py --help"


def _table(theme: Theme) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.space(6))
    grid.setVerticalSpacing(theme.space(1))
    grid.setColumnStretch(1, 1)
    for row, (pressed, words) in enumerate(keys_and_words()):
        keys = plain_label(pressed)
        # Never broken within a key.
        keys.setWordWrap(False)
        grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(plain_label(words), row, 1)
    return table


def _written(modifier: Qt.KeyboardModifier, key: Qt.Key) -> str:
    written = QKeySequence(QKeyCombination(modifier, key)).toString(QKeySequence.SequenceFormat.NativeText)
    *before, last = written.split("+")
    return "+".join((*before, _ARROWS.get(last, last)))
