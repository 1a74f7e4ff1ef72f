"""Our bundle, taken apart with tools that others wrote: age, tar, sha256sum, bagit, ssh-keygen, ML-DSA."""

import hashlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.bundle.ustar import PAX_FROM_BYTES, TarWriter
from app.crypto.signing import openssh_line
from tests.builders import party
from tests.bundle.builders import COORDINATOR, EVIDENCE, MONITOR, contents, written
from tests.interop.conftest import Ask, RefusedError, to_bytes

NAMESPACE = "daftar-bundle@1"
SECONDS = 60


@pytest.fixture
def bag(tmp_path: Path, second_opinion: Ask) -> Path:
    """A bundle for the coordinator, opened by npm `age-encryption` and unpacked by the system's tar."""
    data, _told = written(contents())
    identity = party(COORDINATOR).age.secret_text()
    tar = tmp_path / "bundle.tar"
    tar.write_bytes(to_bytes(second_opinion("openAge", data=data, identity=identity)))
    run(tool("tar"), "-xf", str(tar), "-C", str(tmp_path))
    return tmp_path / "daftar-bundle"


@pytest.fixture
def openssl() -> str:
    """An openssl that knows ML-DSA."""
    found = shutil.which("openssl")
    said = run(found, "version").split() if found else ["", "0.0"]
    if not found or tuple(map(int, said[1].split(".")[:2])) < (3, 5):
        pytest.skip("openssl here is older than 3.5")
    return found


def tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"no {name} here")
    return found


def run(*command: str, stdin: bytes = b"", cwd: Path | None = None) -> str:
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=SECONDS, check=True, cwd=cwd)
    assert done.stderr == b""
    return done.stdout.decode()


def test_sha256sum_agrees_with_both_manifests(bag: Path) -> None:
    for manifest, count in (("manifest-sha256.txt", 6), ("tagmanifest-sha256.txt", 6)):
        told = run(tool("sha256sum"), "--strict", "-c", manifest, cwd=bag)
        assert told.count(": OK\n") == count
    (bag / "bag-info.txt").write_text("altered")
    with pytest.raises(subprocess.CalledProcessError):
        run(tool("sha256sum"), "--strict", "-c", "tagmanifest-sha256.txt", cwd=bag)


def test_the_files_are_the_very_ones_that_were_taken_in(bag: Path) -> None:
    held = {path.name: path.read_bytes() for path in (bag / "data" / "evidence").iterdir()}
    assert held == {hashlib.sha256(data).hexdigest(): data for data in EVIDENCE}


def test_bagit_finds_a_valid_bag(bag: Path) -> None:
    check = (
        "import bagit, json, sys; bag = bagit.Bag(sys.argv[1]); bag.validate();"
        " print(json.dumps([bag.version, bag.info['Bundle-Format'], bag.info['Payload-Oxum']]))"
    )
    told = json.loads(run(sys.executable, "-W", "ignore", "-c", check, str(bag)))
    payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
    assert told == ["1.0", "1", f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"]
    next((bag / "data" / "evidence").iterdir()).unlink()
    with pytest.raises(subprocess.CalledProcessError):
        run(sys.executable, "-W", "ignore", "-c", check, str(bag))


def test_ssh_keygen_verifies_the_signature(bag: Path, ssh_keygen: str) -> None:
    fingerprint = party(MONITOR).fingerprint
    key = (bag / "sender.pub").read_text()
    assert key == openssh_line(party(MONITOR).keys.ed25519_public, fingerprint)
    signers = bag.parent / "signers"
    signers.write_text(f"{fingerprint} {key}")
    arguments = ("-f", str(signers), "-I", fingerprint, "-n", NAMESPACE, "-s", str(bag / "signature.sshsig"))
    signed = (bag / "tagmanifest-sha256.txt").read_bytes()
    assert "Good" in run(ssh_keygen, "-Y", "verify", *arguments, stdin=signed)
    with pytest.raises(subprocess.CalledProcessError):
        run(ssh_keygen, "-Y", "verify", *arguments, stdin=signed + b"\n")


def test_noble_verifies_the_other_signature(bag: Path, second_opinion: Ask) -> None:
    facts = {
        "signature": (bag / "signature.mldsa65").read_bytes(),
        "key": party(MONITOR).card.keys.ml_dsa_65,
        "context": NAMESPACE,
    }
    signed = (bag / "tagmanifest-sha256.txt").read_bytes()
    assert second_opinion("verifyMlDsa", message=signed, **facts) is True
    with pytest.raises(RefusedError):
        second_opinion("verifyMlDsa", message=signed + b"\n", **facts)


def test_openssl_verifies_the_other_signature(bag: Path, openssl: str) -> None:
    run(
        openssl, "pkeyutl", "-verify", "-pubin", "-inkey", str(bag / "sender-mldsa65.pem"),
        "-in", str(bag / "tagmanifest-sha256.txt"), "-sigfile", str(bag / "signature.mldsa65"),
        "-pkeyopt", f"context-string:{NAMESPACE}",
    )  # fmt: skip


def test_tar_reads_a_size_from_8_gib_on(tmp_path: Path) -> None:
    size = PAX_FROM_BYTES + 1
    tar = tmp_path / "sparse.tar"
    with tar.open("wb") as file:
        with pytest.raises(ValueError, match="another size"):
            TarWriter(file).add("daftar-bundle/data/evidence/" + "a" * 64, size, ())
        file.seek(size + -size % 512, io.SEEK_CUR)
        writer = TarWriter(file)
        writer.add("daftar-bundle/padding", 0, ())
        writer.finish()
    try:
        lines = run(tool("tar"), "-tvf", str(tar)).splitlines()
    finally:
        tar.unlink()
    assert [line.split()[2] for line in lines] == [str(size), "0"]
