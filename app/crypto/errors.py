"""What can be wrong with sealed or signed bytes. The layers above map it to their own codes.

CryptoError
├── AgeError
│   ├── NotAgeError          no age file at all
│   ├── ArmorError           the ASCII armor around one
│   ├── HeaderError          a header that breaks the format
│   │   └── HeaderLimitError     a header larger than allowed
│   ├── NoMatchError         none of our identities opens it
│   └── HeaderMacError       opened, but the header was altered
├── StreamError
│   ├── TruncatedError       the last chunk fails: the end is missing
│   │   └── TrailingError        the last chunk is good, more bytes follow it
│   └── AlteredError         an earlier chunk fails, or the length is not as declared
└── SignatureError           a signature, or a key it came with, is false
"""


class CryptoError(Exception):
    """Sealed or signed bytes are not what they should be; carries no content of theirs."""


class AgeError(CryptoError):
    """An age file cannot be opened."""


class NotAgeError(AgeError):
    """The bytes do not begin like an age file."""


class ArmorError(AgeError):
    """The ASCII armor is malformed."""


class HeaderError(AgeError):
    """The header breaks the format."""


class HeaderLimitError(HeaderError):
    """The header is longer, or has more stanzas, than allowed."""


class NoMatchError(AgeError):
    """None of the identities opens the file."""


class HeaderMacError(AgeError):
    """An identity opens the file, but the header was altered."""


class StreamError(CryptoError):
    """Sealed chunks cannot be opened."""


class TruncatedError(StreamError):
    """The last chunk fails: the end is missing, or something was added behind it."""


class TrailingError(TruncatedError):
    """The last chunk is good and more bytes follow it."""


class AlteredError(StreamError):
    """A chunk before the last fails, or the plain bytes are not as long as declared."""


class SignatureError(CryptoError):
    """A signature, or the key it is checked with, is false."""
