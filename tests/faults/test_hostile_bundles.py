"""Bundles that are cut, lie about their size, or bring names that are traps."""

import io
import shutil
import unicodedata
from pathlib import Path

import pytest

from app.crypto.recipients import HybridIdentity
from app.crypto.signing import SigningKeys
from app.crypto.streams import CHUNK_BYTES
from app.domain.errors import BundleError, DiskError
from app.domain.strict_json import JsonObject
from app.domain.text import make_visible
from app.domain.work import Watch
from app.services import Services
from app.services.record_ids import new_record_id
from tests.builders import Party, party
from tests.bundle.builders import MONITOR, written
from tests.cli.shell import run_process
from tests.coalition import send
from tests.faults.disks import small_disk
from tests.faults.scene import HELD, Scene, examine, opened, take_in
from tests.hostile.kit import Layers

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")

SEALED_CHUNK_BYTES = CHUNK_BYTES + 16
NONCE_BYTES = 16
TEN_GB = 10 * 2**30

COMPOSED = unicodedata.normalize("NFC", "фото й.jpg")
NAMES = (
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\System32\\drivers\\etc\\hosts",
    "..",
    "CON",
    "nul.txt",
    "photo.jpg",
    "PHOTO.JPG",
    COMPOSED,
    unicodedata.normalize("NFD", COMPOSED),
    "\u202egpj.exe",
    "Ұ" * 300,
    "first\nsecond · CON",
    "\x1b[31mred\x07",
    "-rf",
    "$(reboot)",
)


def chunk_ends(bundle: bytes) -> range:
    """Where a bundle may be cut without hurting the chunk before."""
    payload = bundle.index(b"\n", bundle.index(b"\n--- ") + 1) + 1 + NONCE_BYTES
    return range(payload, len(bundle), SEALED_CHUNK_BYTES)


def test_fault_36_a_bundle_cut_at_every_chunk_or_lengthened_is_refused_whole(scene: Scene) -> None:
    bundle = scene.bundle.read_bytes()
    before = examine(scene.vault)
    broken = [bundle[:end] for end in chunk_ends(bundle)]
    broken += [bundle[: end + 1_000] for end in chunk_ends(bundle)]
    broken += [bundle + b"x", bundle + bytes(SEALED_CHUNK_BYTES), bundle + bundle]
    assert len(broken) > 20
    with opened(scene.vault) as services:
        for data in broken:
            with pytest.raises(BundleError, match="bundle.(truncated|altered)"):
                services.exchange.apply(io.BytesIO(data), None, Watch())
            assert not services.vault.staging.is_begun()
            assert list((scene.vault / "staging").iterdir()) == []
        assert services.access.digest() == before.digest
    assert examine(scene.vault) == before
    take_in(scene, scene.vault)
    assert len(examine(scene.vault).titles) > HELD


def layers_for(services: Services) -> Layers:
    """A bundle for this vault, taken apart, as somebody verified there could have made it."""
    sender, own = party(MONITOR), services.vault.contacts.own()
    services.contacts.add(sender.card.text.encode(), sender.fingerprint)
    keys, age = SigningKeys(own.ed25519_seed, own.ml_dsa_65_seed), HybridIdentity(own.age_seed)
    receiver = Party(keys, age, own.card, sender.revocation)
    return Layers.of(written(to=(receiver,))[0], receiver)


def test_fault_37_a_bundle_of_10_gb_asks_for_the_room_before_it_takes_any(
    scene: Scene, tmp_path: Path
) -> None:
    used = sum(path.stat().st_size for path in scene.vault.rglob("*"))
    with small_disk(tmp_path / "disk", used // 1024 + 4096) as disk:
        vault = Path(shutil.copytree(scene.vault, disk / "vault"))
        with opened(vault) as services:
            layers = layers_for(services)
            before = services.access.digest()
            info = layers.files["bag-info.txt"]
            oxum = info[info.index(b"Payload-Oxum: ") :]
            layers.replace("bag-info.txt", oxum, f"Payload-Oxum: {TEN_GB}.{files_in(oxum)}\n".encode())
            bundle = layers.truly().sealed()
            with pytest.raises(DiskError, match="disk.full"):
                services.exchange.apply(io.BytesIO(bundle), None, Watch())
            with pytest.raises(BundleError, match="bundle.digest"):
                services.exchange.inspect(io.BytesIO(bundle), Watch())
            assert services.access.digest() == before
        examine(vault)


def files_in(oxum: bytes) -> str:
    return oxum.decode().strip().rpartition(".")[2]


def test_fault_38_hostile_names_are_text_and_never_paths(scene: Scene) -> None:
    with opened(scene.folder / "coordinator") as sender:
        incident = sender.reading.list_incidents(None, None, 1, 0).items[0].id
        for number, name in enumerate(NAMES):
            stored = sender.vault.evidence.store(io.BytesIO(f"file {number}".encode()))
            content: JsonObject = {
                "sha256": stored.sha256, "size_bytes": stored.size_bytes, "media_type": "image/jpeg",
                "name": name, "arrived": "usb", "role": "original",
                "links": [{"id": new_record_id(), "incident": incident}],
            }  # fmt: skip
            with sender.vault.transaction():
                sender.vault.evidence.keep(stored)
                sender.evidence._author.begin("evidence", new_record_id(), content)
        scene.bundle.write_bytes(send(sender, [scene.fingerprints["monitor"]]))
    around = names_around(scene)
    take_in(scene, scene.vault)
    assert names_around(scene) == around
    with opened(scene.vault) as services:
        listed = {item.name for item in services.evidence.list().items}
        for item in services.evidence.list().items:
            out = scene.folder / "out"
            assert services.evidence.export(item.sha256, out, Watch()).bytes == item.bytes
            out.unlink()
    assert set(NAMES) <= listed
    told = run_process(*scene.command("evidence", "list", readable=True)).text
    for name in NAMES:
        assert make_visible(name).replace("\n", "⟨U+000A⟩") in told
    assert not {"\u202e", "\x1b", "\x07"} & set(told)
    examine(scene.vault)


def names_around(scene: Scene) -> set[str]:
    """Every name beside the vault, and those within it that are not ours to choose."""
    within = {path.name for path in scene.vault.rglob("*") if path.is_file()}
    beside = {str(path) for path in scene.folder.rglob("*") if scene.vault not in path.parents}
    return beside | {name for name in within if len(name) != 32}
