"""The guise is remembered outside of the vault: the window that asks for the passphrase has it too.

The file (`app.places.guise_file`) says what every window says, and not that this was chosen to mislead;
the guise that the program has by itself leaves none.
"""

import json
from contextlib import suppress

from app.domain.errors import AppError, DiskError
from app.domain.guise import Guise, Icon
from app.domain.strict_json import parse_object
from app.places import guise_file
from app.services.input_files import reading

MAX_FILE_BYTES = 1024


def kept_guise() -> Guise:
    """The guise that was chosen; where nothing was, or nothing that can be read, that of the beginning."""
    try:
        with reading(guise_file()) as stream:
            kept = parse_object(stream.read(MAX_FILE_BYTES + 1), MAX_FILE_BYTES)
        return Guise(Icon(str(kept.get("icon"))), str(kept.get("name", "")))
    except (AppError, ValueError):
        return Guise()


def keep_guise(guise: Guise) -> Guise:
    """Show this one from now on. DiskError `disk.full`, `disk.unwritable`."""
    # The window starts without what writes files.
    from app.services.output_files import write_file

    file = guise_file()
    try:
        if guise == Guise():
            file.unlink(missing_ok=True)
            with suppress(OSError):
                file.parent.rmdir()
            return guise
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError("disk.unwritable") from error
    chosen = {"icon": guise.icon.value} | ({"name": guise.name} if guise.name else {})
    write_file(file, json.dumps(chosen, ensure_ascii=False).encode(), private=True)
    return guise
