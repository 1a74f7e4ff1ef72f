"""The pages of the window, one file each, and the list of them."""

from collections.abc import Iterator

from app.gui.page import Page


def page_types() -> Iterator[type[Page]]:
    """Every page, in no order; imported when the first window is made."""
    # One line a page:  from app.gui.pages.incidents import Incidents; yield Incidents
    from app.gui.pages.quick_entry import QuickEntry

    yield QuickEntry
