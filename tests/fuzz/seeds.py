"""True inputs, small and the same in every run: of our own writers, and of those vectors that they made.

Whatever takes chance to make (a signature by ML-DSA, an age file) is read from `tests/vectors`.
"""

import hashlib
import io
import json
from functools import cache
from itertools import count
from typing import Any

from app.bundle.ustar import TarWriter
from app.crypto.age import armor
from app.crypto.keyslots import RECOVERY_SECRET_BYTES, KeyFile, Slot, Tip, make_slot
from app.crypto.recipients import Identity
from app.crypto.signing import sign_sshsig
from app.crypto.streams import CHUNK_BYTES
from app.domain.content import content_json, split_content
from app.domain.identity import spoken_digits, spoken_words
from app.domain.manifest import BagInfo, FileDigest, digest_text
from app.domain.record_input import InputReader
from app.domain.strict_json import Json, JsonObject, canonical_text
from app.places import resources
from tests.builders import Party
from tests.bundle.test_own_vectors import COORDINATOR, MONITOR, NOW, SUCCESSOR, VECTORS, read_vectors
from tests.crypto.builders import pattern, sealed_stream
from tests.crypto.test_age_vectors import identities_of, read_vector
from tests.domain.resources import shipped_forms, shipped_vocabularies
from tests.hostile.kit import Layers

AGE_VECTORS = ("hybrid", "x25519", "scrypt", "stanza_valid_characters", "stream_last_chunk_full")
RECOVERY_SECRET = bytes(range(RECOVERY_SECRET_BYTES))
SIGNED_MESSAGE = b"manifest"
NAMESPACE = "daftar-bundle@1"
RECORD_IDS = [f"0195649c-2c00-7000-8000-{number:012x}" for number in range(1, 9)]


def as_json(value: Any) -> bytes:
    """A JSON text as a person's program writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def signed_texts() -> dict[str, bytes]:
    """The envelopes of the vectors by name: `card`, `revocation`, `rotation`, `successor`, `attestation`
    and `receipt`."""
    [found] = read_vectors("card.json")["cards"]
    named = {name: found[name].encode() for name in ("card", "revocation", "rotation", "successor")}
    attestation, receipt = read_vectors("attestation.json"), read_vectors("receipt.json")
    named["attestation"] = attestation["attestation"].encode()
    return named | {"receipt": receipt["receipt"].encode()}


def papers() -> tuple[bytes, ...]:
    """A card alone, and the same person's next one behind the rotation that leads to it."""
    texts = signed_texts()
    return texts["card"], b"\n".join((texts["rotation"], texts["successor"]))


def bodies_of(name: str) -> tuple[bytes, ...]:
    """What was signed in the envelope of that name."""
    body: str = json.loads(signed_texts()[name])["body"]
    return (body.encode(),)


@cache
def monitor() -> Party:
    """The author of the vectors."""
    return MONITOR.party(signed_texts()["card"].decode())


@cache
def successor() -> Party:
    """The same person under the key that followed: the sender of the bundle."""
    return SUCCESSOR.party(signed_texts()["successor"].decode())


@cache
def coordinator() -> Party:
    """Whom the bundle of the vectors is for."""
    return COORDINATOR.party(read_vectors("bundle.json")["recipient"]["card"])


def revision_lines() -> tuple[bytes, ...]:
    """The lines of two revisions, the second without one of its parts."""
    return tuple(found["line"].encode() for found in read_vectors("revision.json")["revisions"])


def revision_headers() -> tuple[bytes, ...]:
    """The texts that were hashed and signed."""
    return tuple(json.loads(line)["header"].encode() for line in revision_lines())


@cache
def age_files() -> tuple[bytes, ...]:
    """Binary age files for `age_identities`."""
    return tuple(read_vector(name)[1] for name in AGE_VECTORS)


@cache
def age_identities() -> tuple[Identity, ...]:
    """Who can open one of `age_files`, each once."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in AGE_VECTORS:
        facts, _file = read_vector(name)
        for kind in ("identity", "passphrase"):
            found |= {text: {kind: [text]} for text in facts.get(kind, [])}
    return tuple(identity for facts in found.values() for identity in identities_of(facts))


def age_headers() -> tuple[bytes, ...]:
    """Headers alone, ours with its hybrid stanza first."""
    files = ((VECTORS / "bundle.age").read_bytes(), *age_files())
    return tuple(file[: file.index(b"\n", file.index(b"\n---") + 1) + 1] for file in files)


def streams() -> tuple[bytes, ...]:
    """Sealed streams of one chunk, empty and not, and of two."""
    return tuple(sealed_stream(plain) for plain in (b"", "Ғ".encode(), pattern(CHUNK_BYTES + 1)))


def passphrases() -> tuple[bytes, ...]:
    return " Қара қағаз Ӯ Ҳ Ҷ\n".encode(), "й и\u0306".encode()


def armored_files() -> tuple[bytes, ...]:
    return tuple(armor(file) for file in age_files()[:2])


def ssh_signatures() -> tuple[bytes, ...]:
    return (sign_sshsig(SIGNED_MESSAGE, NAMESPACE, monitor().keys).encode(),)


@cache
def key_files() -> tuple[bytes, ...]:
    """A key file with both kinds of slot and one that only a later version knows; a new one."""
    vectors = read_vectors("slot.json")
    tip = Tip(**{name: vectors["tip"][name] for name in ("seq", "hash", "mac")})
    slots = tuple(Slot.model_validate(found["slot"]) for found in vectors["slots"])
    vault_id = vectors["slots"][0]["vault_id"]
    recovery = make_slot(
        vault_id, bytes(32), RECOVERY_SECRET, kdf=None, generation=2, salt=bytes(16), nonce=bytes(12)
    )
    whole = KeyFile(vault_id=vault_id, generation=2, slots=(*slots, recovery), tip=tip, closed=True)
    return whole.to_bytes(), KeyFile(vault_id=vault_id, generation=1, slots=slots[:1]).to_bytes()


def key_facts() -> tuple[bytes, ...]:
    """The key files without the digest that seals them."""
    facts = [json.loads(file) for file in key_files()]
    return tuple(as_json({name: each[name] for name in each if name != "sha256"}) for each in facts)


def bag_infos() -> tuple[bytes, ...]:
    sender, reader = successor().fingerprint, coordinator().fingerprint
    both = tuple(sorted((sender, reader)))
    first = BagInfo(RECORD_IDS[0], sender, RECORD_IDS[1], (reader,), 1, None, (), 12, 3)
    later = BagInfo(RECORD_IDS[0], sender, RECORD_IDS[1], both, 2**53 - 1, "0" * 64, (), 2**53 - 1, 4)
    return first.to_text().encode(), later.to_text().encode()


def manifests() -> tuple[bytes, ...]:
    paths = ["data/cards.jsonl", "data/attestations.jsonl", "data/revisions.jsonl"]
    digests = [FileDigest(digit * 64, path) for digit, path in zip("abc", paths, strict=True)]
    evidence = [FileDigest(digit * 64, f"data/evidence/{digit * 64}") for digit in "12"]
    return digest_text(digests).encode(), digest_text([*digests, *evidence]).encode()


def tars() -> tuple[bytes, ...]:
    """Archives of a few files, one of them with a pax record (its file is not there)."""
    target = io.BytesIO()
    writer = TarWriter(target)
    for name, data in (("daftar-bundle/bagit.txt", b"x" * 700), ("daftar-bundle/padding", bytes(512))):
        writer.add(name, len(data), [data])
    writer.finish()
    return (target.getvalue(),)


@cache
def bundle_layers() -> Layers:
    """The bundle of the vectors, taken apart."""
    layers = Layers.of((VECTORS / "bundle.age").read_bytes(), coordinator())
    layers.sender = successor()
    return layers


def bundle_tars() -> tuple[bytes, ...]:
    """The archive of that bundle up to its padding."""
    layers = bundle_layers()
    return (b"".join(layers.member(path, data) for path, data in layers.files.items()),)


def bundle_tags() -> tuple[bytes, ...]:
    """Of that bundle bag-info.txt and manifest, with NUL between them."""
    files = bundle_layers().files
    return (files["bag-info.txt"] + b"\0" + files["manifest-sha256.txt"],)


def bundle_lines() -> tuple[bytes, ...]:
    """The three files of lines of that bundle, in one."""
    files = bundle_layers().files
    return (b"".join(data for path, data in files.items() if path.endswith(".jsonl")),)


def sender_papers() -> tuple[bytes, ...]:
    return (bundle_layers().files["sender.card"], signed_texts()["card"] + b"\n")


def media_heads() -> tuple[bytes, ...]:
    """Heads of files: of the demonstration's, and with each of the times that we look for."""
    demo = [path.read_bytes()[:600] for path in sorted((resources() / "demo").glob("*.[!j]*"))]
    exif = b"\xff\xd8\xff\xe1\0\x20Exif\0\0" + b"2014:01:09 10:20:30\0"
    pdf = b"%PDF-1.7 /CreationDate (D:20140109102030+06'00')"
    return (*demo, exif, pdf, "Қағаз дәптер".encode())


def log_lines() -> tuple[bytes, ...]:
    """Three lines that hold, as `parsers` reads them: fields parted by tabs."""
    lines: list[str] = []
    before = ""
    for number, (what, content) in enumerate((("revision", "1" * 64), ("erased", "2" * 64), ("blob", ""))):
        named = {"seq": number + 1, "what": what, "id": "Ұ", "content": content, "prev": before or None}
        before = hashlib.sha256(b"daftar-log@1\0" + canonical_text(named).encode()).hexdigest()
        lines.append("\t".join((str(number + 1), what, "Ұ", content, str(named["prev"] or ""), before)))
    return ("\n".join(lines).encode(),)


def reader_of_inputs() -> InputReader:
    """Reads what a person types, by what ships; its ids count up."""
    entries, records = count(1), count(1)
    return InputReader(
        shipped_forms(),
        shipped_vocabularies(),
        lambda: f"e{next(entries)}",
        lambda: f"0195649c-2c00-7000-8000-{next(records):012x}",
    )


def typed_records() -> tuple[bytes, ...]:
    """What is typed as a person, an organisation, a proceeding."""
    name = {"script": "Cyrl", "full": "Пример Ӯлгі"}
    number = {"country": "KG", "raw": "00-000/14"}
    return (
        as_json({"names": [name], "birth_date": {"edtf": "1980~"}}),
        as_json({"kind": "organisation", "names": [{"text": "Үлгі ұйымы"}]}),
        as_json({"kind": "proceeding", "numbers": [number]}),
    )


def record_inputs() -> tuple[bytes, ...]:
    """Incidents as the people of the demonstration wrote them."""
    return tuple(path.read_bytes() for path in sorted((resources() / "demo").glob("*.json")))


@cache
def record_contents() -> tuple[bytes, ...]:
    """Content of every kind as it stands in a revision: the kind, and its parts by compartment."""
    found: list[tuple[str, JsonObject]] = []
    for text in record_inputs():
        made = reader_of_inputs().read_incident(json.loads(text))
        found.append(("incident", content_json(made.incident)))
        found += (("person", content_json(person)) for _id, person in made.people[:1])
        found += (("proceeding", content_json(each)) for _id, each in made.proceedings[:1])
    first, second = RECORD_IDS[:2]
    found += (
        ("organisation", {"names": [{"id": "n1", "script": "Cyrl", "text": "Үлгі ұйымы"}]}),
        ("custody", {"action": "copied", "item": first, "when": NOW, "previous": second, "why": "Ҳ"}),
        ("erasure", {"record_id": first, "revisions": [{"revision": "a" * 64, "parts": ["medical"]}]}),
        ("tombstone", {"record_id": first, "reason": "Ӯ"}),
    )
    forms = shipped_forms()
    return tuple(
        as_json({"kind": kind, "parts": split_content(kind, content, forms)}) for kind, content in found
    )


def histories() -> tuple[bytes, ...]:
    """A record begun, changed on two sides, and joined; each revision names its parents by position."""
    people: list[Json] = [{"id": "p1", "role": "victim"}, {"id": "p2", "role": "witness"}]
    first: JsonObject = {"title": "Үлгі", "people": people, "details": {"a": 1, "b": [1]}}
    begun: JsonObject = {"parents": [], "parts": {"open": first, "medical": None}}
    shorter: JsonObject = {**first, "title": "Үлгі, 2", "people": people[:1]}
    left: JsonObject = {"parents": [0], "parts": {"open": shorter}}
    right: JsonObject = {"parents": [0], "parts": {"open": {**first, "title": "Ҳ"}, "medical": {"note": "Ӣ"}}}
    joined: JsonObject = {"parents": [1, 2], "parts": {"open": first}}
    return as_json([begun, left, right]), as_json([begun, left, right, joined])


def custody_chains() -> tuple[bytes, ...]:
    """Events of two items, each with the position of the event before it."""
    events: list[Json] = [["item a", NOW, None], ["item a", NOW, 0], ["item b", NOW, 1], ["item a", NOW, 9]]
    return (as_json(events), as_json([["item a", NOW, 1], ["item a", NOW, 0]]))


def form_files() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((resources() / "forms").glob("*.json")))


def vocabulary_files() -> tuple[bytes, ...]:
    files = sorted((resources() / "vocabularies").glob("*.json"), key=lambda path: path.stat().st_size)
    return tuple(path.read_bytes() for path in files[:3])


def times() -> tuple[bytes, ...]:
    return NOW.encode(), b"0001-01-01T00:00:00.000Z", b"9999-12-31T23:59:59.999Z"


def edtf_texts() -> tuple[bytes, ...]:
    spans = ("2010-06/2012", "../2015", "2004-06-~01/2004-06-~20")
    sets = ("[2014-01, 2014-03..2014-05]", "{2014, 2016}")
    texts = ("2014", "2014-01-09", "2011-12~", "2014-01-XX", "2013-21", *spans, *sets)
    return tuple(text.encode() for text in texts)


def spoken_dates() -> tuple[bytes, ...]:
    russian = ("начало декабря 2011 г., около 15:00", "в ночь с 9 на 10 января", "90-е годы")
    others = ("2014 жылғы 9 қаңтардан кейін", "9-12-январь 2014", "шояд соли 2010", "a week ago at 3 pm")
    return tuple(text.encode() for text in (*russian, *others, "09/01/2014", "[2014, 2016]"))


def coordinates() -> tuple[bytes, ...]:
    texts = ("43.238, 76.945", "43,238 в 76,945", "43°14'16.8\"N 76°56'42\"E", "43°14′ с. ш. 76°56′ в. д.")
    return tuple(text.encode() for text in (*texts, "E 76.945 N 43.238", "43 14 16.8 76 56 42", "geo:-1,-2"))


def pastes() -> tuple[bytes, ...]:
    messengers = (
        "\u200e[09.01.2014, 15:04:05] Ү: Ә\r\n",
        "Ү, [9 Jan 2014, 15:04]\nӘ",
        "9/1/14, 3:04 PM - Ү: Ә",
    )
    mails = ("> Ә\n>> Қ\n", f"{'Ң' * 62}\n{'Ө' * 60}\nҰ", "+7\u00a0701\u00ad \ufffc")
    return tuple(text.encode() for text in (*messengers, *mails))


def spoken_fingerprints() -> tuple[bytes, ...]:
    fingerprint = monitor().fingerprint
    spoken = (spoken_digits(fingerprint), spoken_words(fingerprint), spoken_words(fingerprint, "ru"))
    return tuple(text.encode() for text in (fingerprint, *spoken))


def age_keys() -> tuple[bytes, ...]:
    classical = next(text for text in read_vector("x25519")[0]["identity"])
    reader = coordinator().age
    return str(reader.recipient).encode(), reader.secret_text().encode(), classical.encode()
