"""What was dropped on a page: files of this computer, and nothing else."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtGui import QDropEvent


def dropped_paths(event: QDropEvent) -> list[Path]:
    """Files and folders; addresses of elsewhere are left out."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def dropped_files(event: QDropEvent) -> list[Path]:
    """The files among them."""
    return files_among(dropped_paths(event))


def files_among(paths: Iterable[Path]) -> list[Path]:
    """Without folders and the like; what one may not look at stays, and is refused where it is read."""
    return [path for path in paths if _may_be_file(path)]


def _may_be_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return True
