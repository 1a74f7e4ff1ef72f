"""Text of people."""

from app.domain.text import make_visible


def test_hidden_characters_are_made_visible() -> None:
    assert make_visible("file\u202egpj.exe\x00\u2066a") == "file⟨U+202E⟩gpj.exe⟨U+0000⟩⟨U+2066⟩a"
    assert make_visible("Ә Ғ Қ Ң Ө Ұ Ү Һ Ӣ Ӯ Ҳ Ҷ «№»\n\tй") == "Ә Ғ Қ Ң Ө Ұ Ү Һ Ӣ Ӯ Ҳ Ҷ «№»\n\tй"
