"""Both palettes are readable, computed; scale and scheme reach everything."""

import re

import pytest
from PySide6.QtGui import QFontInfo, QImage
from PySide6.QtWidgets import QApplication

from app.gui.icons import SMALL, icon, icon_pixmap
from app.gui.theme import DARK, LIGHT, SCALES, Colours, Scheme, Theme
from app.places import resources
from tests.gui.looked_at import READABLE, VISIBLE, contrast


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read(colours: Colours) -> None:
    assert [pair for pair in colours.readable_pairs() if contrast(*pair) < READABLE] == []


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_edge_can_be_seen(colours: Colours) -> None:
    assert [pair for pair in colours.visible_pairs() if contrast(*pair) < VISIBLE] == []


def test_text_is_noto_sans_at_14_pixels(theme: Theme, qapp: QApplication) -> None:
    assert QFontInfo(theme.font()).family() == "Noto Sans"
    assert qapp.font().pixelSize() == 14
    assert QFontInfo(theme.font(bold=True)).bold()


@pytest.mark.parametrize("scale", SCALES)
def test_scale_reaches_text_space_and_icons(theme: Theme, qapp: QApplication, scale: int) -> None:
    theme.choose(scale=scale)
    assert qapp.font().pixelSize() == round(14 * scale / 100)
    assert theme.space(4) == round(16 * scale / 100)
    assert icon_pixmap("search", theme, size=SMALL).width() == round(16 * scale / 100)


def test_another_scale_than_ours_is_refused(theme: Theme) -> None:
    with pytest.raises(ValueError, match="no such scale"):
        theme.choose(scale=110)


def test_a_choice_is_told_once(theme: Theme) -> None:
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.is_dark))
    theme.choose(Scheme.DARK)
    theme.choose(Scheme.DARK)
    theme.choose(Scheme.LIGHT)
    assert told == [True, False]


def test_icons_take_the_colour_of_the_text(theme: Theme) -> None:
    for scheme, colours in ((Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)):
        theme.choose(scheme)
        ink = _ink(icon_pixmap("plus", theme, size=64).toImage())
        assert ink == colours.text
    assert not icon("plus", theme).isNull()


def _ink(image: QImage) -> str:
    """The colour of the pixel that covers most."""
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return max((image.pixelColor(x, y) for x, y in points), key=lambda colour: colour.alpha()).name()


def test_no_icon_is_fetched_and_each_can_be_recoloured() -> None:
    for path in (resources() / "icons").glob("*.svg"):
        text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"href|url\(|script|http", text), path.name
        own = path.stem.startswith("guise_") or path.stem in ("arrow_down", "tick_light", "tick_dark")
        assert own or "currentColor" in text
