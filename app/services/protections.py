"""What of this program's memory and screen others on this computer can come by, in words."""

from app.protection import Way, closed_ways
from app.services.answer import Answer
from app.words import N_, translate

_CLOSED = {
    Way.CORE_DUMP: N_("When the program crashes, no picture of its memory is written to the disk."),
    Way.OTHER_PROGRAMS: N_("Other programs of this user cannot read our memory; the administrator can."),
    Way.SWAP: N_("No swap is in use: memory is not written to the disk while it works."),
    Way.SCREEN_CAPTURE: N_("Other programs see nothing of the window in pictures of the screen."),
}  # fmt: skip
_OPEN = {
    Way.CORE_DUMP: N_("When the program crashes, the system may write a picture of its memory to the disk."),
    Way.OTHER_PROGRAMS: N_("Other programs of this user can read our memory: lock before you leave."),
    Way.SWAP: N_("The system may write memory, keys included, to its swap: encrypt the whole disk."),
    Way.SCREEN_CAPTURE: N_("Other programs can take pictures of the screen, with the window in them."),
}  # fmt: skip


class Protection(Answer):
    """One way in which knowledge leaves a process: whether it is closed here, and what that means."""

    way: Way
    closed: bool
    words: str


class Protections(Answer):
    """All of them."""

    items: tuple[Protection, ...]


def protections() -> Protections:
    """What is closed to others on this computer now, and what is not."""
    closed = closed_ways()
    return Protections(
        items=tuple(
            Protection(
                way=way, closed=way in closed, words=translate((_CLOSED if way in closed else _OPEN)[way])
            )
            for way in Way
        )
    )
