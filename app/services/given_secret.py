"""What a person gives to open a vault or a copy: passphrase and key file, or words, typed and in files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import RecoveryError
from app.services.input_files import reading

if TYPE_CHECKING:
    from app.vault.slots import Passphrase, Secret


@dataclass(frozen=True, slots=True)
class GivenSecret:
    """Read in a job: what reads words is loaded then, and a stick may take its time."""

    passphrase: str | None = field(default=None, repr=False)
    typed: str = field(default="", repr=False)
    files: tuple[Path, ...] = ()
    key_file: Path | None = None
    """Beside the passphrase."""

    @property
    def is_words(self) -> bool:
        """Whether it is words or shares, not the passphrase."""
        return self.passphrase is None

    def read(self) -> "Secret":
        """The secret itself.

        Raises RecoveryError `recovery.words`, `.shares`, `.too_few`; VaultError `vault.file_damaged`,
        `.file_foreign`; DiskError `disk.unreadable`.
        """
        if self.passphrase is not None:
            return self.read_passphrase()
        from app.services.recovery import read_secret

        return read_secret(self.texts())

    def texts(self) -> tuple[str, ...]:
        """The words or shares as they were given; RecoveryError `recovery.words`, DiskError as `read`."""
        texts = [_read_text(file) for file in self.files]
        if self.typed.strip() or not texts:
            texts.append(self.typed)
        return tuple(texts)

    def read_passphrase(self) -> "Passphrase":
        """The passphrase with its key file, as `read`; empty where words were given."""
        typed = self.passphrase or ""
        if self.key_file is None:
            return typed
        from app.services.second_factor import with_key_file

        return with_key_file(typed, self.key_file)


def _read_text(file: Path) -> str:
    from app.crypto.recovery import MAX_TEXT_BYTES

    with reading(file) as stream:
        content = stream.read(MAX_TEXT_BYTES + 1)
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise RecoveryError("recovery.words") from None
