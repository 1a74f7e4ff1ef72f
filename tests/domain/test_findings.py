"""Whatever a check of the vault can find is said in words, with what to do about it."""

import re

from app.domain.findings import FINDINGS, finding_words
from app.places import root

_CODE = re.compile(r'"((?:vault|log|revision|record|evidence|custody)\.[a-z_]+)"')
_FAULT = re.compile(r'ChainBreak\(event\.id, "([a-z]+)"\)')


def test_every_code_that_a_check_can_give_has_words_and_advice() -> None:
    sources = ("vault/verification.py", "vault/log.py", "crypto/signing.py", "domain/custody.py")
    text = "".join((root() / "app" / each).read_text(encoding="utf-8") for each in sources)
    codes = set(_CODE.findall(text)) | {f"custody.{fault}" for fault in _FAULT.findall(text)}
    assert len(codes) >= 12
    assert codes == set(FINDINGS)
    assert all(all(finding_words(code)) for code in codes)


def test_a_code_of_a_later_version_stands_for_itself() -> None:
    assert finding_words("log.unheard_of") == ("log.unheard_of", "")
