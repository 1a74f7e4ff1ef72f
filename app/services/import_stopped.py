"""An import that was stopped half way: what had been taken in before stays, and is told."""

from app.domain.work import CancelledError
from app.services.answers import RecordsImported
from app.words import translate, translate_plural


class ImportStoppedError(CancelledError):
    """The person asked to stop; nothing of the lines from `line` on was taken in."""

    def __init__(self, imported: RecordsImported, line: int) -> None:
        super().__init__()
        self.imported = imported
        self.line = line

    @property
    def advice(self) -> str:
        """What stays, and from where to go on; incidents without an id would be added a second time."""
        taken = translate_plural(
            "{count} record was taken in before and stays.",
            "{count} records were taken in before and stay.",
            self.imported.added,
        ).format(count=self.imported.added)
        rest = translate("Go on from line {line}: what stands before it would be added a second time.")
        return f"{taken} {rest.format(line=self.line)}"
