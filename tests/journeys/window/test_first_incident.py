"""From a computer on which nothing is yet to a saved incident, by keys and mouse, and seen by the shell."""

from pathlib import Path

from tests.canary import FULL_NAME, TOWN
from tests.journeys.window.desktop import Display
from tests.journeys.window.owner import Owner, enter_vault

LETTERS = "Ә Ғ Қ Ң Ө Ұ Ү Һ І Ӣ Ӯ Ҳ Ҷ әғқңөұүһіӣӯҳҷ"
NARRATIVE = f"Ұсталды: {FULL_NAME}.\nRefused a lawyer. {LETTERS}"


def test_first_run_to_a_saved_incident(display: Display, tmp_path: Path) -> None:
    owner = Owner(tmp_path / "aigul", passphrase="жеті өзен, ҳафт кӯл")
    program = display.start(owner.home)
    title = display.title(program.window)

    # Who: the name by keys, the role by its first letter, on by the mouse.
    display.write("Үлгі Тестұлы")
    display.show_change(lambda: display.press("Tab", "l"))
    display.show_change(display.click_primary_button)

    # A passphrase of one's own: the third button, twice the same, Enter. Recovery words later: Enter again.
    # The KDF costs what it costs.
    display.show_change(lambda: display.press("Tab", "Tab", "Return"))
    display.show_change(lambda: display.write(f"{owner.passphrase}\n{owner.passphrase}"))
    display.show_change(lambda: display.press("Return"))
    enter_vault(display, lambda: display.press("Return"))

    # The incident: narrative, past the date, where, who; Ctrl+S.
    display.show_change(lambda: display.press("ctrl+n"))
    display.write(NARRATIVE)
    display.press("Tab", "Tab")
    display.write(TOWN)
    display.press("Tab")
    display.write(FULL_NAME)
    display.show_change(lambda: display.press("ctrl+s"))
    assert display.title(program.window) == title
    program.close()

    saved = owner.only_incident()["content"]
    assert saved["narrative"] == {"text": NARRATIVE}
    assert saved["where"] == {"said": TOWN}
    (person,) = owner.answer("person", "list")["items"]
    assert saved["people"] == [person["id"]]
    assert person["title"] == FULL_NAME
    info = owner.answer("vault", "info")
    assert (info["name"], info["role"]) == ("Үлгі Тестұлы", "lawyer")
    owner.assert_sound()
