"""Inputs by which a parser once failed, as small as they could be made; each was mended and stays here."""

from collections.abc import Mapping

FINDINGS: Mapping[str, tuple[bytes, ...]] = {
    # A text in the database that is no UTF-8 was an error of the driver, which quotes it.
    "log": (b"1\trevision\tx\t\x80",),
    # The date can be read, its time cannot; a set of dates longer than a date may be.
    "held_content": (
        b'{"kind":"incident","parts":{"open":{"when":{"edtf":"2014","time":{"value":"25:70"}}}}}',
        b'{"kind":"incident","parts":{"open":{"when":{"edtf":"[2014%s]"}}}}' % (b", 2014" * 50),
    ),
    # A need of a field that no act has.
    "form_file": (
        b'{"id":"f","version":1,"label":{"en":"F"},"sections":[],"needs":[{"field":"x","for":["complete"]}]}',
    ),
}
