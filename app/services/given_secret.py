"""What a person gives to open a vault or a copy of it: its passphrase, or words, typed and in files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import RecoveryError
from app.services.input_files import reading

if TYPE_CHECKING:
    from app.vault.slots import Secret


@dataclass(frozen=True, slots=True)
class GivenSecret:
    """Read in a job: what reads words is loaded then, and a stick may take its time."""

    passphrase: str | None = field(default=None, repr=False)
    typed: str = field(default="", repr=False)
    files: tuple[Path, ...] = ()

    @property
    def is_words(self) -> bool:
        """Whether it is words or shares, not the passphrase."""
        return self.passphrase is None

    def read(self) -> "Secret":
        """The secret itself.

        Raises RecoveryError `recovery.words`, `.shares`, `.too_few`; DiskError `disk.unreadable`.
        """
        from app.services.recovery import read_secret

        if self.passphrase is not None:
            return self.passphrase
        texts = [_read_text(file) for file in self.files]
        if self.typed.strip() or not texts:
            texts.append(self.typed)
        return read_secret(texts)


def _read_text(file: Path) -> str:
    from app.crypto.recovery import MAX_TEXT_BYTES

    with reading(file) as stream:
        content = stream.read(MAX_TEXT_BYTES + 1)
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise RecoveryError("recovery.words") from None
