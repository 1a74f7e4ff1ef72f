"""A few lies, one of each layer, through the shell: exit code 3, a code, a sentence, an advice, no trace."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE, party
from tests.bundle.builders import STRANGER
from tests.cli.shell import run
from tests.hostile.kit import Envelope, Layers, good_layers
from tests.hostile.receiver import Receiver, opened_receiver
from tests.hostile.test_standing import bundle_by


def told(tell: Callable[[Layers], object]) -> Callable[[], bytes]:
    """A bundle of which one layer lies."""

    def build() -> bytes:
        layers = good_layers()
        tell(layers)
        return layers.sealed()

    return build


def cut_last_chunk(layers: Layers) -> None:
    layers.envelope = Envelope(chunks=lambda chunks: chunks[:-1])


def from_later(layers: Layers) -> None:
    layers.replace("bag-info.txt", b"Format: 1", b"Format: 2").truly()


LIES: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
    ("header", "bundle.not_age", lambda: b"<!DOCTYPE html>"),
    ("stream", "bundle.truncated", told(cut_last_chunk)),
    ("tar", "bundle.layout", told(lambda layers: layers.rename("bagit.txt", "../bagit.txt"))),
    ("signature", "bundle.signature", told(lambda layers: layers.sign(namespace="file"))),
    ("bag", "bundle.newer_format", told(from_later)),
    ("payload", "bundle.digest", told(lambda layers: layers.files.update({"data/cards.jsonl": b""}))),
    ("end", "bundle.trailing", told(lambda layers: setattr(layers, "end", bytes(2048)))),
    ("sender", "bundle.sender_unknown", lambda: bundle_by(party(STRANGER))),
)


@pytest.mark.parametrize(("layer", "code", "build"), LIES, ids=[row[0] for row in LIES])
def test_a_lie_through_the_shell(
    fresh: Receiver,
    tmp_path: Path,
    layer: str,
    code: str,
    build: Callable[[], bytes],
) -> None:
    before = fresh.trace()
    fresh.services.close()
    bundle, passphrase = tmp_path / "bundle.age", tmp_path / "passphrase"
    bundle.write_bytes(build())
    passphrase.write_text(PASSPHRASE, "utf-8")
    options = ("--vault", fresh.vault, "--passphrase-file", passphrase, "--json", "--yes")
    for command in ("inspect",) * (layer != "sender") + ("apply",):
        outcome = run(*options, "bundle", command, bundle)
        assert (outcome.exit_code, outcome.code) == (3, code)
        assert outcome.json["error"]["message"].endswith(".")
        assert outcome.json["error"]["advice"].endswith(".")
    with opened_receiver(fresh.folder) as again:
        after = again.trace()
        assert {name for name in before.rows if before.rows[name] != after.rows[name]} == set()
        assert after.files == before.files
