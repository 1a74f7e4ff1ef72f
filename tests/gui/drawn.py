"""Whether a record's page has drawn all that it draws by and by."""

from app.gui.pages.record_page import RecordPage


def is_drawn(page: RecordPage) -> bool:
    """Every section and every entry in it is on the screen."""
    return page.sheet.shown is not None and page.is_whole and page.sections[-1].isVisible()
