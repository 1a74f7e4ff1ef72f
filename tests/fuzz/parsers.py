"""All parsers of bytes from outside, in one table: hypothesis and atheris go through the same.

Seeds are true inputs. Whatever else a parser is given, it returns, or raises one of its `refusals`.
Where a seal stops every changed byte at the door, another parser stands behind that seal.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeAlias

from pydantic import ValidationError

from app.bundle.container import evidence_of
from app.bundle.sender import read_sender
from app.bundle.ustar import Member, TarReader, TarWriter
from app.crypto.age import AgeReader, Header, armor, dearmor, read_header
from app.crypto.errors import AgeError, ArmorError, CryptoError, SignatureError, StreamError
from app.crypto.keyslots import KeyFile, normalise_passphrase, read_key_file
from app.crypto.papers import Papers
from app.crypto.recipients import HybridIdentity, HybridRecipient, X25519Identity, encode_base64
from app.crypto.signing import verify_revision, verify_signed_text, verify_sshsig
from app.crypto.streams import SeekableStreamReader, StreamReader
from app.domain.attestation import read_attestation
from app.domain.bech32 import decode, encode
from app.domain.comparison import compare
from app.domain.coordinates import Coordinates, coordinates_text, read_coordinates
from app.domain.date_reading import DateRead, read_date
from app.domain.dates import EdtfError, edtf_span
from app.domain.errors import (
    BundleError,
    ContactError,
    ReceiptError,
    RecordError,
    RecoveryError,
    RevisionError,
    VaultError,
)
from app.domain.form import Form
from app.domain.identity import fingerprint_of_code, fits, read_fingerprint, read_revocation
from app.domain.key_file import read_file_key, write_file_key
from app.domain.manifest import BagInfo, FileDigest, digest_text, read_bag_info, read_digests, read_labels
from app.domain.media import media_type, metadata_time
from app.domain.pasted_text import tidy_paste
from app.domain.receipt import read_receipt
from app.domain.recovery_share import read_recovery_share
from app.domain.revision import Header as RevisionHeader
from app.domain.revision import Revision, read_revision
from app.domain.revision import read_header as read_revision_header
from app.domain.rotation import read_rotation
from app.domain.signed_text import (
    ATTESTATION_TAG,
    MAX_ATTESTATION_BYTES,
    RECEIPT_TAG,
    REVOCATION_TAG,
    ROTATION_TAG,
    SignedText,
    read_body,
    read_signed_text,
)
from app.domain.strict_json import Json, StrictJsonError, canonical_text, parse_object, parse_strict
from app.domain.times import read_time, time_text
from app.domain.vocabulary import Vocabulary
from app.services.receipts import read_received_receipts
from tests.bundle.builders import knowing
from tests.crypto.builders import KEY
from tests.fuzz import behind, contents, handed, loss, seeds
from tests.hostile.kit import stanza_text

MAX_BYTES = 1024 * 1024

Refusals: TypeAlias = tuple[type[Exception], ...]
Reading: TypeAlias = Callable[[bytes], tuple[Any, SignedText]]


@dataclass(frozen=True)
class Parser:
    """One parser. `write` gives the bytes of what was parsed: `exact`ly those that came, or
    such as are parsed to the same again.
    """

    name: str
    parse: Callable[[bytes], Any]
    seeds: Callable[[], tuple[bytes, ...]]
    refusals: Refusals
    write: Callable[[Any], bytes] | None = None
    exact: bool = False

    def takes(self, data: bytes) -> bool:
        """Whether `data` is taken. AssertionError: what is taken does not come out the same."""
        try:
            parsed = self.parse(data)
        except self.refusals:
            return False
        if self.write is not None:
            written = self.write(parsed)
            assert written == data if self.exact else self.parse(written) == parsed
        return True


def typed(data: bytes) -> str:
    """Bytes as a text that somebody typed; what is no UTF-8 becomes halves of letters."""
    return data.decode(errors="surrogateescape")


def parse_age_header(data: bytes) -> Header:
    header = read_header(io.BytesIO(data))
    assert stanza_text(header.stanzas) == header.covered
    return header


def write_age_header(header: Header) -> bytes:
    return stanza_text(header.stanzas) + b" " + encode_base64(header.mac).encode() + b"\n"


def parse_age_file(data: bytes) -> bytes:
    return AgeReader(io.BytesIO(data), seeds.age_identities()).read()


def parse_stream(data: bytes) -> bytes:
    plain = StreamReader(io.BytesIO(data), KEY).read()
    assert SeekableStreamReader(io.BytesIO(data), KEY).read() == plain
    return plain


def parse_age_key(data: bytes) -> str:
    """A recipient or an identity as text; what is neither raises ValueError."""
    text = typed(data)
    prefix, payload = decode(text)
    assert encode(prefix, payload) == text.lower()
    if prefix == "age1pq":
        return str(HybridRecipient.parse(text))
    if prefix == "age-secret-key-pq-":
        return HybridIdentity.parse(text).secret_text()
    X25519Identity.parse(text)
    return text


def parse_passphrase(data: bytes) -> bytes:
    return normalise_passphrase(typed(data))


def parse_sshsig(data: bytes) -> None:
    verify_sshsig(data, seeds.SIGNED_MESSAGE, seeds.NAMESPACE, seeds.monitor().keys.ed25519_public)


def parse_tar(data: bytes) -> list[tuple[Member, bytes]]:
    """Every member up to the one that is named padding, and then the end."""
    reader, found = TarReader(io.BytesIO(data)), list[tuple[Member, bytes]]()
    while not found or found[-1][0].name != "daftar-bundle/padding":
        member = reader.enter()
        found.append((member, reader.read(member.size_bytes)))
    if not reader.ends_here():
        raise BundleError("bundle.trailing")
    return found


def write_tar(members: list[tuple[Member, bytes]]) -> bytes:
    target = io.BytesIO()
    writer = TarWriter(target)
    for member, data in members:
        writer.add(member.name, member.size_bytes, [data])
    writer.finish()
    return target.getvalue()


def parse_bag_info(data: bytes) -> BagInfo:
    return read_bag_info(read_labels(data))


def write_bag_info(info: BagInfo) -> bytes:
    return info.to_text().encode()


def parse_manifest(data: bytes) -> tuple[FileDigest, ...]:
    digests = read_digests(data)
    evidence_of(digests)
    return digests


def write_manifest(digests: tuple[FileDigest, ...]) -> bytes:
    return digest_text(digests).encode()


def parse_sender(data: bytes) -> Papers:
    return read_sender(data, knowing(seeds.monitor()))


def parse_signed_text(data: bytes) -> SignedText:
    signed = read_signed_text(data, MAX_ATTESTATION_BYTES)
    read_body(signed, MAX_ATTESTATION_BYTES)
    return signed


def write_signed_text(signed: SignedText) -> bytes:
    return signed.to_text().encode()


def parse_and_verify(read: Reading, data: bytes) -> object:
    """A signed text by the monitor; its signatures are checked too."""
    text, signed = read(data)
    verify_signed_text(signed, seeds.monitor().card.keys)
    return text


def parse_body(read: Reading, tag: str, data: bytes) -> object:
    """Any text as what was signed, in an envelope of that tag."""
    return read(behind.enveloped(tag, data))[0]


def parse_revision(data: bytes) -> Revision:
    revision = read_revision(data)
    verify_revision(bytes.fromhex(revision.id), revision.signature, seeds.monitor().card.keys.ed25519)
    return revision


def write_revision(revision: Revision) -> bytes:
    return revision.to_line().encode()


def parse_header(data: bytes) -> RevisionHeader:
    return read_revision_header(typed(data))


def write_header(header: RevisionHeader) -> bytes:
    return header.to_text().encode()


def parse_media(data: bytes) -> tuple[str, str | None, str | None]:
    found = media_type(data)
    assert "/" in found
    return found, metadata_time(data, "image/jpeg"), metadata_time(data, "application/pdf")


def parse_fingerprint(data: bytes) -> str | None:
    text = typed(data)
    compare(seeds.monitor().fingerprint, text)
    fits(seeds.monitor().fingerprint, text)
    fingerprint_of_code(text)
    return read_fingerprint(text)


def parse_span(data: bytes) -> tuple[str, str]:
    return edtf_span(typed(data))


def parse_spoken_date(data: bytes) -> tuple[DateRead | None, ...]:
    return tuple(read_date(typed(data), language, date(2026, 11, 28)) for language in ("ru", "kk"))


def parse_coordinates(data: bytes) -> Coordinates | None:
    return read_coordinates(typed(data))


def write_coordinates(point: Coordinates | None) -> bytes:
    return coordinates_text(point).encode() if point else b""


def parse_paste(data: bytes) -> str:
    text = tidy_paste(typed(data)).text
    assert tidy_paste(text).done == ()
    return text


def parse_time(data: bytes) -> datetime:
    return read_time(typed(data))


def write_time(moment: datetime) -> bytes:
    return time_text(moment).encode()


def parse_json(data: bytes) -> Json:
    return parse_strict(data, MAX_BYTES)


def write_json(value: Json) -> bytes:
    return canonical_text(value).encode()


def write_form(form: Form) -> bytes:
    return form.model_dump_json(by_alias=True, exclude_defaults=True).encode()


def parse_vocabulary(data: bytes) -> Vocabulary:
    return Vocabulary.model_validate(parse_object(data, MAX_BYTES))


def _envelopes(name: str) -> Callable[[], tuple[bytes, ...]]:
    return lambda: (seeds.signed_texts()[name],)


def _bodies(name: str) -> Callable[[], tuple[bytes, ...]]:
    return partial(seeds.bodies_of, name)


def _signed(name: str, read: Reading) -> Parser:
    return Parser(name, partial(parse_and_verify, read), _envelopes(name), _SIGNED)


def _body(name: str, read: Reading, tag: str) -> Parser:
    return Parser(f"{name}_body", partial(parse_body, read, tag), _bodies(name), _SIGNED)


_SIGNED: Refusals = (StrictJsonError, SignatureError)
_TYPED: Refusals = (StrictJsonError, RecordError)
_MODELLED: Refusals = (StrictJsonError, ValidationError)
_LINE: Refusals = (RevisionError, SignatureError)
_HEADER: Refusals = (RevisionError, StrictJsonError)

SEALED = (
    Parser("age_header", parse_age_header, seeds.age_headers, (AgeError,), write_age_header),
    Parser("age_header_remade", behind.open_remade_header, behind.covered_texts, (CryptoError,)),
    Parser("age_file", parse_age_file, seeds.age_files, (CryptoError,)),
    Parser("age_armor", dearmor, seeds.armored_files, (ArmorError,), armor),
    Parser("age_key", parse_age_key, seeds.age_keys, (ValueError,)),
    Parser("stream", parse_stream, seeds.streams, (StreamError,)),
    Parser("stream_planned", behind.open_planned_stream, behind.chunk_plans, (StreamError,)),
    Parser("blob", behind.open_blob, behind.blobs, (StreamError,)),
    Parser("sshsig", parse_sshsig, seeds.ssh_signatures, (SignatureError,)),
    Parser("key_file", read_key_file, seeds.key_files, (VaultError,), KeyFile.to_bytes),
    Parser("key_slots", behind.open_key_slots, seeds.key_facts, (VaultError, StrictJsonError)),
    Parser("passphrase", parse_passphrase, seeds.passphrases, (VaultError,)),
    Parser("log", behind.verify_log, seeds.log_lines, (VaultError,)),
)

LOSS = (
    Parser("recovery_words", loss.parse_words, loss.word_texts, (RecoveryError,), loss.write_words),
    Parser("recovery_shares", loss.parse_shares, loss.share_texts, (RecoveryError,)),
    Parser("second_factor", read_file_key, loss.second_factors, (VaultError,), write_file_key),
    Parser("share_file", loss.parse_share_file, loss.share_files, (RecoveryError,)),
    Parser("unsaved_draft", loss.parse_unsaved, loss.unsaved_files, (VaultError,), loss.write_unsaved),
    Parser("unsaved_body", loss.parse_unsaved_body, loss.unsaved_bodies, (VaultError,)),
    Parser("opened_share", read_recovery_share, loss.opened_shares, (StrictJsonError,), loss.write_share),
)

SIGNED_TEXTS = (
    Parser("signed_text", parse_signed_text, _envelopes("card"), (StrictJsonError,), write_signed_text),
    Parser("card", handed.parse_papers, seeds.papers, (ContactError,)),
    Parser("card_body", behind.open_card_body, _bodies("card"), _SIGNED),
    _signed("rotation", read_rotation),
    _body("rotation", read_rotation, ROTATION_TAG),
    _signed("revocation", read_revocation),
    _body("revocation", read_revocation, REVOCATION_TAG),
    _signed("attestation", read_attestation),
    _body("attestation", read_attestation, ATTESTATION_TAG),
    Parser("receipt_file", read_received_receipts, _envelopes("receipt"), (ReceiptError,)),
    Parser("receipt", handed.parse_receipt, _envelopes("receipt"), (StrictJsonError,), handed.write_receipt),
    Parser("receipt_body", partial(parse_body, read_receipt, RECEIPT_TAG), _bodies("receipt"), _SIGNED),
)

BUNDLES = (
    Parser("tar", parse_tar, seeds.tars, (BundleError,), write_tar, exact=True),
    Parser("bag_info", parse_bag_info, seeds.bag_infos, (BundleError,), write_bag_info),
    Parser("manifest", parse_manifest, seeds.manifests, (BundleError,), write_manifest, exact=True),
    Parser("sender", parse_sender, seeds.sender_papers, (BundleError,)),
    Parser("bundle_archive", behind.open_archive, seeds.bundle_tars, (BundleError,)),
    Parser("bundle_tags", behind.open_signed_tags, seeds.bundle_tags, (BundleError,)),
    Parser("bundle_lines", behind.judge_lines, seeds.bundle_lines, ()),
    Parser("revision_line", parse_revision, seeds.revision_lines, _LINE, write_revision),
    Parser(
        "revision_header",
        parse_header,
        seeds.revision_headers,
        (StrictJsonError, RevisionError),
        write_header,
    ),
)

RECORDS = (
    Parser("strict_json", parse_json, seeds.record_inputs, (StrictJsonError,), write_json),
    Parser("record_input", contents.read_record_input, seeds.record_inputs, _TYPED),
    Parser("typed_record", contents.read_typed_record, seeds.typed_records, _TYPED),
    Parser("held_content", contents.hold_content, seeds.record_contents, (StrictJsonError,)),
    Parser("content_model", contents.read_held_content, seeds.record_contents, _TYPED),
    Parser("history", contents.merge_history, seeds.histories, (StrictJsonError,)),
    Parser("custody", contents.follow_custody, seeds.custody_chains, (StrictJsonError,)),
    Parser("form_file", contents.use_form, seeds.form_files, _MODELLED, write_form),
    Parser("vocabulary_file", parse_vocabulary, seeds.vocabulary_files, _MODELLED),
    Parser("edtf", parse_span, seeds.edtf_texts, (EdtfError,)),
    Parser("spoken_date", parse_spoken_date, seeds.spoken_dates, ()),
    Parser("coordinates", parse_coordinates, seeds.coordinates, (), write_coordinates),
    Parser("paste", parse_paste, seeds.pastes, ()),
    Parser("time", parse_time, seeds.times, (StrictJsonError,), write_time, exact=True),
    Parser("fingerprint", parse_fingerprint, seeds.spoken_fingerprints, ()),
    Parser("media", parse_media, seeds.media_heads, ()),
)

ALL = (*SEALED, *LOSS, *SIGNED_TEXTS, *BUNDLES, *RECORDS)
PARSERS: Mapping[str, Parser] = {parser.name: parser for parser in ALL}
