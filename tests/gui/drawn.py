"""Whether a record's page has drawn all that it draws by and by."""

from app.gui.pages.record_page import RecordPage
from app.gui.pages.record_sections import EntriesSection


def is_drawn(page: RecordPage) -> bool:
    """Every section and every entry in it is on the screen."""
    if page._makers or page.sheet.shown is None or not page.sections[-1].isVisible():
        return False
    return all(each.is_drawn for each in page.sections if isinstance(each, EntriesSection))
