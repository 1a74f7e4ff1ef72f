"""Files of evidence that were deleted or erased: what their incident still says of them, in words too."""

from collections.abc import Iterator

from app.domain.compartments import join_parts
from app.domain.identity import Fingerprint
from app.domain.revision import RecordId
from app.domain.text import make_visible
from app.services.answer import Answer
from app.services.moments import moment_words
from app.services.outgoing import digest_of
from app.vault import Vault
from app.vault.endings import BODY, read_part
from app.words import translate, translate_plural


class EndedEvidence(Answer):
    """A file that is evidence no more. `name` is what it was called, where that was not erased too.

    `erased` says that the facts about it were destroyed here, and its bytes unless another item names
    the same file; else it was deleted, and is hidden. `when`, `by` and `reason` are those of the last
    act that ended it, as far as they can be read.
    """

    id: str
    name: str | None
    erased: bool
    when: str | None
    by: str | None
    reason: str | None


class EndedEvidenceList(Answer):
    """The files of one incident that are evidence no more."""

    items: tuple[EndedEvidence, ...]


def name_words(file: EndedEvidence) -> str:
    """What the file was called, on one line."""
    return make_visible(file.name).replace("\n", " ") if file.name else translate("A file without a name")


def what_words(file: EndedEvidence) -> str:
    """What became of which file."""
    if not file.erased:
        return translate("Deleted: {name}").format(name=name_words(file))
    return (
        translate("Erased: {name}").format(name=name_words(file))
        if file.name
        else translate("Erased: a file")
    )


def how_words(file: EndedEvidence) -> Iterator[str]:
    """When, by whom, and why."""
    if file.when:
        yield moment_words(file.when)
    yield make_visible(file.by) if file.by else translate("Somebody unknown here")
    if file.reason:
        yield make_visible(file.reason)


def same_file_words(count: int) -> str:
    """That so many other items hold on to the bytes of an erased one."""
    words = translate_plural(
        "{count} other item of evidence is the same file: its bytes stay until that is erased too.",
        "{count} other items of evidence are the same file: its bytes stay until those are erased too.",
        count,
    )
    return words.format(count=count)


def ended_evidence(vault: Vault, incident: RecordId) -> tuple[EndedEvidence, ...]:
    """The files of an incident that are evidence no more, in the order of their ids.

    One of which something else was erased is still there, and in the list of evidence.
    """
    items = (item for item in vault.ended_items.of_incident(incident) if digest_of(vault, item) is None)
    return tuple(_ended(vault, item) for item in items if not vault.shredding.is_shredded(item))


def _ended(vault: Vault, item: RecordId) -> EndedEvidence:
    state = vault.records.state(item)
    content = join_parts(state.parts) if state else {}
    revisions = vault.records.revisions_of(item)
    authors = frozenset(each.header.author for each in revisions if not each.header.parents)
    erased, name = "sha256" not in content, content.get("name")
    sources = (
        vault.records.revision(ending.source)
        for ending in vault.ended_items.ended_by(item, lambda: authors)
        if bool(ending.compartment) is erased
    )
    acts = sorted((each for each in sources if each), key=lambda each: (each.header.claimed_at, each.id))
    last = acts[-1] if acts else None
    reason = read_part(last, BODY).get("reason") if last else None
    return EndedEvidence(
        id=item,
        name=name if isinstance(name, str) else None,
        erased=erased,
        when=last.header.claimed_at if last else None,
        by=_name_of(vault, last.header.author) if last else None,
        reason=reason if isinstance(reason, str) else None,
    )


def _name_of(vault: Vault, author: Fingerprint) -> str | None:
    contact = vault.contacts.get(author)
    return contact.card.name if contact else None
