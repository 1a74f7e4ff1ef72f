"""Names and their keys: written with every revision, gone with what is erased, filled in older vaults."""

from pathlib import Path

from app.domain.name_matching import asked_keys
from app.domain.strict_json import JsonObject
from app.vault import Vault
from tests.builders import Party, Writer, append, new_record, writer_of
from tests.vault.raw_database import execute

LATIN = "Kanareikin Ulykbek"
CYRILLIC = "Қанарейкин Ұлықбек Тестұлы"


def found(vault: Vault, name: str, kind: str = "person") -> set[str]:
    keys = {key for word in asked_keys(kind, name) for key in word}
    return {known.record_id for known in vault.names.candidates(kind, keys, 10)}


def test_a_name_is_found_in_another_script_and_only_among_its_kind(vault: Vault, writer: Writer) -> None:
    person = writer.write("person", {"identities": {"names": [CYRILLIC]}})
    court = writer.write("organisation", {"open": {"names": [CYRILLIC]}})
    append(vault, person, court, writer.write("person", {"identities": {"names": ["Мысал Үлгі"]}}))
    assert found(vault, LATIN) == {person.header.record_id}
    assert found(vault, LATIN, "organisation") == {court.header.record_id}
    assert found(vault, "Никто") == set()


def test_a_new_revision_changes_the_names(vault: Vault, writer: Writer) -> None:
    first = writer.write("person", {"identities": {"names": [CYRILLIC]}})
    append(vault, first, writer.follow(first, {"identities": {"names": ["Мысал Үлгі"]}}))
    assert found(vault, LATIN) == set()
    assert found(vault, "Мисал") == {first.header.record_id}
    assert vault.verify() == ()


def test_what_is_deleted_is_offered_no_more(vault: Vault, owner: Party) -> None:
    writer = writer_of(vault, owner)
    person = writer.write("person", {"identities": {"names": [CYRILLIC]}})
    body: JsonObject = {"record_id": person.header.record_id, "reason": "қате"}
    append(vault, person)
    assert found(vault, LATIN) == {person.header.record_id}
    append(vault, writer.write("tombstone", {"open": body}, new_record()))
    assert found(vault, LATIN) == set()


def test_what_is_erased_leaves_neither_name_nor_key(folder: Path, vault: Vault, owner: Party) -> None:
    writer = writer_of(vault, owner)
    person = writer.write("person", {"identities": {"names": [CYRILLIC]}})
    body: JsonObject = {
        "record_id": person.header.record_id,
        "revisions": [{"revision": person.id, "parts": ["identities"]}],
        "reason": "өшіру",
    }
    append(vault, person)
    assert found(vault, LATIN) == {person.header.record_id}
    append(vault, writer.write("erasure", {"open": body}))
    assert found(vault, LATIN) == set()
    vault.close()
    assert execute(folder, "SELECT * FROM known_name UNION ALL SELECT * FROM name_key") == []


def test_the_rarer_key_comes_first_where_only_few_are_compared(vault: Vault, writer: Writer) -> None:
    many = [writer.write("person", {"identities": {"names": [f"Ұлықбек Мысал{n}"]}}) for n in range(5)]
    rare = writer.write("person", {"identities": {"names": [CYRILLIC]}})
    append(vault, *many, rare)
    keys = {key for word in asked_keys("person", LATIN) for key in word}
    assert [known.record_id for known in vault.names.candidates("person", keys, 1)] == [rare.header.record_id]
