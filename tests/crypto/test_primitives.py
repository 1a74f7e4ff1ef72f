import subprocess
import sys

import pytest

from app.crypto.primitives import derive_key, require_primitives
from app.domain.errors import VaultError
from app.places import root


def test_everything_is_here() -> None:
    require_primitives()


@pytest.mark.parametrize(
    ("module", "what"),
    [
        ("asymmetric.mlkem", "ML-KEM-768"),
        ("hpke", "HPKE MLKEM768-X25519"),
        ("asymmetric.mldsa", "ML-DSA-65"),
        ("kdf.argon2", "Argon2id"),
    ],
)
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, module: str, what: str) -> None:
    monkeypatch.setitem(sys.modules, f"cryptography.hazmat.primitives.{module}", None)
    with pytest.raises(VaultError) as raised:
        require_primitives()
    assert raised.value.code == "vault.crypto_missing"
    assert what in raised.value.sentence


def test_opening_says_so_before_it_imports_what_would_fail() -> None:
    opening = """
import sys
from pathlib import Path
sys.modules["cryptography.hazmat.primitives.asymmetric.mldsa"] = None
from app.domain.errors import VaultError
from app.domain.work import Watch
from app.services import open_services
from app.services.clock import SystemClock
try:
    open_services(Path("nowhere"), "", SystemClock(), Watch())
except VaultError as error:
    print(error.code)
"""
    told = subprocess.run(
        [sys.executable, "-c", opening], cwd=root(), capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["vault.crypto_missing"]


def test_hkdf_of_rfc_5869() -> None:
    found = derive_key(bytes.fromhex("0b" * 22), bytes(range(13)), bytes(range(0xF0, 0xFA)), 42)
    assert found.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )
    assert derive_key(bytes.fromhex("0b" * 22), b"", b"", 42).hex().startswith("8da4e775a563c18f")
