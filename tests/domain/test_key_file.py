import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.bech32 import encode
from app.domain.errors import VaultError
from app.domain.key_file import MAX_FILE_BYTES, read_file_key, write_file_key

KEY = bytes(range(200, 232))
CONTENT = b"daftarkey1eryu4j7veh8vl5x36tfaf4wk6lvdnkkmmnwaahlqu83w8e89umnsfe63dr\n"


def code_of(data: bytes) -> str:
    with pytest.raises(VaultError) as raised:
        read_file_key(data)
    return raised.value.code


def test_the_file_is_one_line_that_never_changes() -> None:
    assert write_file_key(KEY) == CONTENT
    assert read_file_key(CONTENT) == KEY
    with pytest.raises(ValueError, match="32 bytes"):
        write_file_key(KEY[:-1])


@given(st.binary(min_size=32, max_size=32))
def test_what_is_written_is_read(key: bytes) -> None:
    assert read_file_key(write_file_key(key)) == key
    assert read_file_key(b" \r\n" + write_file_key(key).upper().strip() + b"\r\n\t") == key


@given(st.integers(0, len(CONTENT) - 2), st.integers(1, 255))
def test_a_changed_byte_is_never_another_key(place: int, flip: int) -> None:
    changed = bytearray(CONTENT)
    changed[place] ^= flip
    ours = changed.lower().startswith(b"daftarkey1")
    expected = "vault.file_damaged" if ours else "vault.file_foreign"
    assert code_of(bytes(changed)) == expected


def test_damage_is_told_from_another_file() -> None:
    assert code_of(CONTENT[:30]) == "vault.file_damaged"
    assert code_of(CONTENT.strip() + b"q") == "vault.file_damaged"
    assert code_of(CONTENT + CONTENT) == "vault.file_damaged"
    assert code_of(b"daftarkey1" + b"\xff" * 58) == "vault.file_damaged"
    for other in (b"", b"age-secret-key-1", b"\xff\xd8\xff\xe0", "пароль".encode(), b"\0" * 32):
        assert code_of(other) == "vault.file_foreign"
    assert code_of(CONTENT + b" " * MAX_FILE_BYTES) == "vault.file_foreign"


def test_a_whole_line_of_another_length_is_damaged() -> None:
    assert code_of(encode("daftarkey", KEY[:31]).encode()) == "vault.file_damaged"
    assert code_of(encode("daftarkey1x", KEY).encode()) == "vault.file_damaged"


@given(st.binary(max_size=100))
def test_any_bytes_are_refused_with_our_own_error(data: bytes) -> None:
    with pytest.raises(VaultError):
        read_file_key(data)
    with pytest.raises(VaultError):
        read_file_key(b"daftarkey1" + data)
