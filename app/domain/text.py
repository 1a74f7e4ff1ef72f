"""Text of people: how long a line may be, and what is hidden in a string."""

import unicodedata

MAX_LINE = 2_000
"""Characters of a text of one line."""

_KEPT = "\n\t"
_HIDDEN_CATEGORIES = ("Cc", "Cf", "Zl", "Zp", "Co", "Cn", "Cs")


def make_visible(text: str) -> str:
    """`text` with every character that acts without being seen written as `⟨U+202E⟩`.

    Meant for control and direction marks; line feed and tab stay. Text from others is shown only so.
    """
    if text.isprintable():
        return text
    return "".join(
        f"⟨U+{ord(character):04X}⟩"
        if character not in _KEPT and unicodedata.category(character) in _HIDDEN_CATEGORIES
        else character
        for character in text
    )
