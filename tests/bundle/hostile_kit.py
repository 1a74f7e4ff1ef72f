"""Lets each layer of a bundle lie alone: whatever is not touched stays consistent and truly signed.

layers = Layers.of(good bundle)       taken apart by other code than ours (tarfile)
layers.files["bag-info.txt"] = …      a lie
layers.list_payload()                 manifest and Payload-Oxum follow the payload
layers.list_tags()                    the tag manifest follows the tag files
layers.sign()                         both signatures follow the tag manifest
layers.sealed()                       padding and age envelope around it
"""

import hashlib
import io
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field

from app.crypto.age import AgeReader, AgeWriter
from app.crypto.recipients import Recipient, Stanza
from app.crypto.signing import sign_sshsig
from app.domain.padme import padme
from tests.builders import Party, party
from tests.bundle.builders import COORDINATOR, MONITOR, written

ROOT = "daftar-bundle/"
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "sender.card", "sender.pub", "sender-mldsa65.pem")
NAMESPACE = "daftar-bundle@1"


@dataclass
class Layers:
    """A bundle taken apart: `files` by path in order, padding apart from them.

    `header` makes the 512 bytes before a file; `padding` and `end`, where given, stand
    instead of the right ones.
    """

    files: dict[str, bytes]
    sender: Party = field(default_factory=lambda: party(MONITOR))
    readers: tuple[Recipient, ...] = field(default_factory=lambda: (party(COORDINATOR).age.recipient,))
    header: Callable[[str, int], bytes] = field(default_factory=lambda: plain_header)
    padding: bytes | None = None
    end: bytes = bytes(1024)

    @classmethod
    def of(cls, sealed: bytes) -> "Layers":
        """The layers of a good bundle for the coordinator."""
        plain = AgeReader(io.BytesIO(sealed), [party(COORDINATOR).age]).read()
        with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
            members = [(member.name, archive.extractfile(member)) for member in archive]
            files = {name.removeprefix(ROOT): held.read() for name, held in members if held}
        del files["padding"]
        return cls(files)

    def replace(self, path: str, old: bytes, new: bytes) -> "Layers":
        """Put `new` for `old`, which must be there once."""
        assert self.files[path].count(old) == 1
        self.files[path] = self.files[path].replace(old, new)
        return self

    def rename(self, path: str, new: str) -> "Layers":
        """Give a file another name in its place."""
        self.files = {new if name == path else name: data for name, data in self.files.items()}
        return self

    def list_payload(self) -> "Layers":
        """Manifest and Payload-Oxum as the payload is now."""
        payload = {path: data for path, data in self.files.items() if path.startswith("data/")}
        self.files["manifest-sha256.txt"] = digest_lines(payload)
        info = self.files["bag-info.txt"].rpartition(b"Payload-Oxum: ")[0]
        oxum = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n"
        self.files["bag-info.txt"] = info + oxum.encode()
        return self

    def list_tags(self) -> "Layers":
        """The tag manifest as the tag files are now."""
        self.files["tagmanifest-sha256.txt"] = digest_lines({path: self.files[path] for path in TAGS})
        return self

    def sign(self, namespace: str = NAMESPACE, context: str = NAMESPACE) -> "Layers":
        """Both signatures by the sender over the tag manifest as it is now."""
        signed = self.files["tagmanifest-sha256.txt"]
        self.files["signature.sshsig"] = sign_sshsig(signed, namespace, self.sender.keys).encode()
        self.files["signature.mldsa65"] = self.sender.keys.sign_ml_dsa(signed, context)
        return self

    def truly(self) -> "Layers":
        """Everything that the sender signs, signed truly."""
        return self.list_tags().sign()

    def tar(self) -> bytes:
        """The archive."""
        members = b"".join(self.member(path, data) for path, data in self.files.items())
        padding = self.padding
        if padding is None:
            bare = len(members) + 512 + 1024
            padding = bytes(padme(max(bare, 256 * 1024)) - bare)
        return members + self.member("padding", padding) + self.end

    def member(self, path: str, data: bytes) -> bytes:
        """One file with its header and its filling."""
        return self.header(ROOT + path, len(data)) + data + bytes(-len(data) % 512)

    def sealed(self) -> bytes:
        """The bundle."""
        return seal(self.tar(), *self.readers)


def good_layers() -> Layers:
    """A good bundle from the monitor to the coordinator, taken apart."""
    return Layers.of(written()[0])


def seal(plain: bytes, *readers: Recipient) -> bytes:
    """An age file around whatever bytes."""
    target = io.BytesIO()
    with AgeWriter(target, readers) as age:
        age.write(plain)
    return target.getvalue()


def plain_header(name: str, size: int, **changes: object) -> bytes:
    """The header of a file by Python's tarfile; `changes` are fields of TarInfo."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    for attribute, value in changes.items():
        setattr(info, attribute, value)
    return info.tobuf(tarfile.USTAR_FORMAT)


def header_of_one(path: str, **changes: object) -> Callable[[str, int], bytes]:
    """Headers of which only that of `path` is changed."""
    return lambda name, size: plain_header(name, size, **(changes if name == ROOT + path else {}))


def digest_lines(files: dict[str, bytes]) -> bytes:
    """A manifest of these files."""
    return b"".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n".encode() for path, data in files.items())


@dataclass
class FixedStanza:
    """A recipient of whatever stanza."""

    stanza: Stanza

    def wrap(self, file_key: bytes) -> Stanza:
        return self.stanza
