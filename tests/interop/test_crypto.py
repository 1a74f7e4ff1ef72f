"""What we seal and sign, judged by npm `age-encryption`, `@noble/…`, ssh-keygen and openssl."""

import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.crypto.age import AgeReader
from app.crypto.keyslots import normalise_passphrase
from app.crypto.recipients import HybridIdentity, ScryptIdentity, ScryptRecipient
from app.crypto.signing import (
    ml_dsa_65_pem,
    openssh_line,
    sign_sshsig,
    verify_ml_dsa,
    verify_sshsig,
)
from tests.crypto.builders import age_file, flip, pattern, some_identity, some_keys
from tests.interop.conftest import Ask, RefusedError, to_bytes

VECTORS = Path(__file__).parents[1] / "vectors"
NAMESPACE = "daftar-bundle@1"
PLAIN = pattern(200_000)


def test_age_encryption_opens_our_file(second_opinion: Ask) -> None:
    identity = some_identity()
    data = age_file(PLAIN, some_identity(2).recipient, identity.recipient)
    assert to_bytes(second_opinion("openAge", data=data, identity=identity.secret_text())) == PLAIN
    with pytest.raises(RefusedError):
        second_opinion("openAge", data=flip(data, -1), identity=identity.secret_text())


def test_we_open_the_file_of_age_encryption(second_opinion: Ask) -> None:
    identity = HybridIdentity.generate()
    data = to_bytes(second_opinion("sealAge", data=PLAIN, recipients=[str(identity.recipient)]))
    assert AgeReader(io.BytesIO(data), [identity]).read() == PLAIN


def test_passphrase_files_both_ways(second_opinion: Ask) -> None:
    passphrase = "Құпия сөз Ӯ"
    ours = age_file(b"AGE-SECRET-KEY-PQ-1", ScryptRecipient(normalise_passphrase(passphrase), log_n=14))
    assert to_bytes(second_opinion("openAge", data=ours, passphrase=passphrase)) == b"AGE-SECRET-KEY-PQ-1"
    theirs = to_bytes(second_opinion("sealAge", data=b"payload", passphrase=passphrase))
    opened = AgeReader(io.BytesIO(theirs), [ScryptIdentity(normalise_passphrase(passphrase))])
    assert opened.read() == b"payload"


def test_noble_verifies_our_ml_dsa_and_we_verify_theirs(second_opinion: Ask) -> None:
    keys = some_keys()
    signature = keys.sign_ml_dsa(b"manifest", NAMESPACE)
    facts = {"signature": signature, "message": b"manifest", "key": keys.ml_dsa_65_public}
    assert second_opinion("verifyMlDsa", context=NAMESPACE, **facts) is True
    with pytest.raises(RefusedError):
        second_opinion("verifyMlDsa", context="daftar-card@1", **facts)
    theirs = second_opinion("signMlDsa", seed=keys.ml_dsa_65_seed, message=b"manifest", context=NAMESPACE)
    assert to_bytes(theirs["key"]) == keys.ml_dsa_65_public
    verify_ml_dsa(b"manifest", NAMESPACE, to_bytes(theirs["signature"]), keys.ml_dsa_65_public)


@pytest.mark.parametrize("index", [0, 1])
def test_noble_opens_our_slot_vectors(second_opinion: Ask, index: int) -> None:
    vector = json.loads((VECTORS / "slot.json").read_text(encoding="utf-8"))["slots"][index]
    facts = {key: vector[key] for key in ("vault_id", "slot", "secret")}
    assert second_opinion("openSlot", **facts) == vector["master_key"]
    for label, length in (("daftar-db@1", 48), ("daftar-state@1", 32)):
        derived = second_opinion(
            "deriveKey",
            master_key=vector["master_key"],
            vault_id=vector["vault_id"],
            label=label,
            length=length,
        )
        assert derived == vector["derived"][label]


def test_noble_opens_our_blob_vectors(second_opinion: Ask) -> None:
    for vector in json.loads((VECTORS / "blob.json").read_text(encoding="utf-8"))["blobs"]:
        facts = {key: vector[key] for key in ("blob", "blob_key", "size_bytes")}
        opened = second_opinion("openBlob", **facts)
        assert opened == {"sha256": vector["sha256"], "padded_bytes": vector["padded_bytes"]}


def test_ssh_keygen_verifies_our_signature(ssh_keygen: str, tmp_path: Path) -> None:
    keys = some_keys()
    (tmp_path / "signers").write_text(f"monitor {openssh_line(keys.ed25519_public)}")
    (tmp_path / "signature").write_text(sign_sshsig(b"manifest", NAMESPACE, keys))
    command: list[str | Path] = [
        ssh_keygen,
        "-Y",
        "verify",
        "-f",
        tmp_path / "signers",
        "-I",
        "monitor",
        "-n",
        NAMESPACE,
    ]
    command += ["-s", tmp_path / "signature"]
    good = subprocess.run(command, input=b"manifest", capture_output=True, check=False)
    assert good.returncode == 0, good.stderr
    assert subprocess.run(command, input=b"manifest!", capture_output=True, check=False).returncode != 0


def test_we_verify_the_signature_of_ssh_keygen(ssh_keygen: str, tmp_path: Path) -> None:
    secret, message = tmp_path / "secret", tmp_path / "message"
    make: list[str | Path] = [ssh_keygen, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", secret]
    subprocess.run(make, check=True, stdin=subprocess.DEVNULL)
    message.write_bytes(b"manifest")
    sign: list[str | Path] = [ssh_keygen, "-q", "-Y", "sign", "-f", secret, "-n", NAMESPACE, message]
    subprocess.run(sign, check=True, capture_output=True)
    public_line = (tmp_path / "secret.pub").read_text()
    key = to_bytes(public_line.split()[1])[-32:]
    assert openssh_line(key).split() == public_line.split()
    verify_sshsig((tmp_path / "message.sig").read_bytes(), b"manifest", NAMESPACE, key)


def test_openssl_reads_our_ml_dsa_key_and_verifies(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    said = (
        subprocess.run([openssl, "version"], capture_output=True, text=True, check=True).stdout
        if openssl
        else ""
    )
    version = re.match(r"OpenSSL (\d+)\.(\d+)", said)
    if not openssl or not version or tuple(map(int, version.groups())) < (3, 5):
        pytest.skip("openssl here is older than 3.5")
    keys = some_keys()
    paths = {name: tmp_path / name for name in ("key", "message", "signature")}
    paths["key"].write_text(ml_dsa_65_pem(keys.ml_dsa_65_public))
    paths["message"].write_bytes(b"manifest")
    paths["signature"].write_bytes(keys.sign_ml_dsa(b"manifest", NAMESPACE))
    command: list[str | Path] = [
        openssl,
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        paths["key"],
        "-rawin",
        "-in",
        paths["message"],
    ]
    command += ["-sigfile", paths["signature"], "-pkeyopt", f"context-string:{NAMESPACE}"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
