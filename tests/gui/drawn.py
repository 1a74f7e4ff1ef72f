"""Whether a record's page has drawn all that it draws by and by."""

from app.gui.pages.record_page import RecordPage


def is_drawn(page: RecordPage) -> bool:
    """Every section that is offered, and every entry in it, is on the screen."""
    if page.sheet.shown is None or not page.is_whole:
        return False
    return [each for each in page.sections if each.is_offered][-1].isVisible()
