"""What services answer about contacts, keys, groups and receipts; see `answers`."""

from app.services.answer import Answer


class Advised(Answer):
    """Somebody's advice to trust a key no more; a person follows it by revoking, or does not.

    `fingerprint` is the key, `by` that of the one who signed, `role` what they say they are;
    `declined`: a person here read it and goes on trusting the key.
    """

    fingerprint: str
    by: str
    name: str
    role: str
    reason: str
    made_at: str
    declined: bool = False


class CodeCompared(Answer):
    """The code in a picture is this contact's own; nothing was changed. `trust`: what they are to us."""

    fingerprint: str
    name: str
    trust: str
    trust_words: str
    warning: str


class CodeWritten(Answer):
    """A fingerprint as a QR code, in a file that every viewer of pictures shows."""

    fingerprint: str
    digits: str
    words: str
    path: str


class ShownContact(Answer):
    """A contact in full. `trust` is a code, `trust_words` says it in words.

    `followed_from` is the key that led to this one, `followed_on` the day; `replaced_by` the key
    that is used now instead of this one, `rivals` are others that claim to follow it. `same_name`
    are the fingerprints of others who go by the same name; `notes` say in words what to look at.
    """

    fingerprint: str
    digits: str
    words: str
    name: str
    role: str
    organisation: str | None
    trust: str
    trust_words: str
    introduced_by: str | None = None
    verified_at: str | None = None
    revoked_because: str | None = None
    created: str
    expires: str
    expired: bool
    followed_from: str | None = None
    followed_on: str | None = None
    replaced_by: str | None = None
    rivals: tuple[str, ...] = ()
    same_name: tuple[str, ...] = ()
    advised: tuple[Advised, ...] = ()
    notes: tuple[str, ...] = ()


class ContactList(Answer):
    """All contacts."""

    items: tuple[ShownContact, ...]


class CardWritten(Answer):
    """One's own card, behind the rotations that led to it: its text, or the file that it went to."""

    fingerprint: str
    digits: str
    words: str
    path: str | None = None
    card: str | None = None


class KeyReplaced(Answer):
    """Our own key was replaced: `replaced` by `fingerprint`, so that contacts follow by themselves.

    What was sealed for the old one can be opened until `old_opens_until`.
    """

    fingerprint: str
    digits: str
    words: str
    replaced: str
    old_opens_until: str
    warning: str


class KeyEnded(Answer):
    """A key was revoked. `revocation` is the signed text to hand out, or `path` the file it went to.

    `trust` is what the key is to us from now on. Where it was our own key in use,
    `new_fingerprint` and its spellings are those of the key born instead.
    """

    fingerprint: str
    name: str
    trust: str
    trust_words: str
    revoked_because: str | None
    path: str | None = None
    revocation: str | None = None
    new_fingerprint: str | None = None
    new_digits: str | None = None
    new_words: str | None = None
    warning: str


class OwnKeyEnded(Answer):
    """A key that was ours: made, replaced and revoked when, and why; all times are signed-text times.

    `revoked_at` and `reason` are those of its revocation, which `revoke` writes again; None of a key
    that was replaced alone. What is sealed for it opens until `opens_until`; None where its secret
    keys are destroyed.
    """

    fingerprint: str
    digits: str
    created: str
    replaced_at: str | None
    revoked_at: str | None
    reason: str | None
    opens_until: str | None


class OwnKeysEnded(Answer):
    """The keys that were ours, the latest first."""

    items: tuple[OwnKeyEnded, ...]


class GroupMember(Answer):
    """One of a group, by the key that is used now."""

    fingerprint: str
    name: str
    trust: str
    expired: bool


class Group(Answer):
    """A named list of recipients."""

    name: str
    members: tuple[GroupMember, ...]


class GroupList(Answer):
    """All groups, by name."""

    items: tuple[Group, ...]
