"""Text from messengers and mails: tidied, and not a letter, a digit or a link of it lost or moved."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.pasted_text import Tidied, tidy_paste
from tests.hostile_lines import HUGE, LINES

LINK = "https://example.invalid/a?b=1&c=%D2%9A#d-e_f.(g)"
PHONE = "+7 (701) 000-00-00"
WHOLE = (LINK, PHONE, "2014-01-09")

WHATSAPP = "\u200e[09.01.2014, 15:04:05] Үлгі Тестұлы: Келіңіз\r\n[09.01.2014, 15:05:10] Мысал: Қайда?\r\n"
ANDROID = "09.01.2014, 15:04 - Үлгі: Келіңіз\n1/9/14, 3:04 PM - Мысал: Қайда?"
TELEGRAM = "Үлгі Тестұлы, [9 Jan 2014, 15:04]\nКеліңіз\n\nМысал, [09.01.2014 15:05]:\nҚайда?"
MAIL = (
    "Бүгін таңертең сот ғимаратының алдында күзетші мені кіргізбеді,\n"
    "қағаз көрсетпеді, атын айтпады. Қасымда тағы екі адам тұрды,\n"
    "олар да кіре алмады. Телефоны: +7 (701) 000-00-00."
)
TIDIED = (
    (WHATSAPP, "09.01.2014, 15:04:05 — Үлгі Тестұлы: Келіңіз\n09.01.2014, 15:05:10 — Мысал: Қайда?"),
    (ANDROID, "09.01.2014, 15:04 — Үлгі: Келіңіз\n1/9/14, 3:04 PM — Мысал: Қайда?"),
    (TELEGRAM, "Үлгі Тестұлы, 9 Jan 2014, 15:04: Келіңіз\n\nМысал, 09.01.2014 15:05: Қайда?"),
    (
        "А, [9 Jan 2014, 15:04]\nБ, [9 Jan 2014, 15:05]\nсөз",
        "А, 9 Jan 2014, 15:04:\nБ, 9 Jan 2014, 15:05: сөз",
    ),
    ("А, [9 Jan 2014, 15:04]\n\nсөз", "А, 9 Jan 2014, 15:04:\n\nсөз"),
    (MAIL, MAIL.replace("\n", " ")),
    ("\n".join(f"> {line}" for line in MAIL.split("\n")), MAIL.replace("\n", " ")),
    (">> бір\n>> екі", "бір\nекі"),
    ("+7\u00a0701\u202f000\u00a000\u00a000", "+7 701 000 00 00"),
    ("қор\u00adқы\u200bту\ufeff", "қорқыту"),
    ("бір  \r\n\r\n\r\n\r\nекі\t", "бір\n\nекі"),
    ("‹\ufffc› сурет", "‹› сурет"),
)
AS_IT_IS = (
    f"{LINK}\n{PHONE}\n2014-01-09, 09.01.14, 9 января 2014 г., 16/12/2011",
    "👨‍👩‍👧 ❤️ می‌خواهم",
    "> ол айтты\nмен айттым",
    "- бірінші\n- екінші\n- үшінші",
    "қысқа\nжолдар\nөлең",
    "[1] ескерту: мәтін",
    "Сот, [бірінші бөлме]\nсөз",
    "сағат 15:04 - Үлгі: келді",
    "Екі  бос орын, таб\tортасында",
)


@pytest.mark.parametrize(("came", "tidied"), TIDIED)
def test_what_programs_add_is_taken_out(came: str, tidied: str) -> None:
    found = tidy_paste(came)
    assert found.text == tidied
    assert found.done


@pytest.mark.parametrize("text", AS_IT_IS)
def test_what_a_person_wrote_stays(text: str) -> None:
    assert tidy_paste(text).text == text
    assert tidy_paste(text).done == ()


def test_it_says_what_was_done() -> None:
    assert dict(tidy_paste(WHATSAPP).done) == {Tidied.UNSEEN: 1, Tidied.HEADERS: 2}
    assert dict(tidy_paste(MAIL.replace(" ", "\u00a0", 1)).done) == {Tidied.BLANKS: 1, Tidied.LINES: 2}


@pytest.mark.parametrize("broken", ["тізім:", "тіркес-", f"осында {LINK}"])
def test_a_line_that_ends_on_purpose_is_not_joined(broken: str) -> None:
    lines = MAIL.split("\n")
    lines[1] = (lines[1][: 62 - len(broken)] + " " + broken) if len(broken) < 50 else broken + "x" * 10
    assert tidy_paste("\n".join(lines)).text == "\n".join(lines)


signs = st.sampled_from(
    (*"aЯқҢ19 .,:-/[]>\n\t", "\r\n", "\u00a0", "\u200e", "\u00ad", "\ufffc", "> ", "[09.01.2014, 15:04] Ә: ",
     "09.01.2014, 15:04 - Ү: ", "Ұ, [9 Jan 2014, 15:04]\n", ", [", "15:04", LINK, PHONE, "с" * 55 + "\n",
     "\u2028")
)  # fmt: skip
anything = st.lists(signs, max_size=40).map("".join) | st.text(max_size=200)


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@given(anything)
@example(MAIL)
@example(TELEGRAM)
def test_again_gives_the_same_and_nothing_said_is_lost(text: str) -> None:
    once = tidy_paste(text)
    assert tidy_paste(once.text) == type(once)(once.text, ())
    assert letters(once.text) == letters(text)


@given(st.lists(st.sampled_from((*WHOLE, "сөз", "> ", "\n", "\u200e", "\u00a0\u00a0")), max_size=30))
def test_links_numbers_and_dates_stay_whole(parts: list[str]) -> None:
    whole = [part for part in parts if part in WHOLE]
    text = tidy_paste(" ".join(parts)).text
    place = 0
    for part in whole:
        place = text.index(part, place) + len(part)


@pytest.mark.parametrize("text", [*LINES[::7], *HUGE])
def test_any_text_is_tidied_in_no_time(text: str) -> None:
    once = tidy_paste(text).text
    assert letters(once) == letters(text)
    assert tidy_paste(once).text == once
