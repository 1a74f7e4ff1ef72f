"""What is answered about records that name one another."""

from app.services.answer import Answer


class NamedRecord(Answer):
    """A record as another names it: its kind, and what lists call it."""

    kind: str
    title: str


class Role(Answer):
    """What a record is in another: the field that names it, such as `acts.victims`.

    `form` is that of the act, `code` what the entry says of the role (of `parties`, `involvements`).
    """

    field: str
    form: str | None = None
    code: str | None = None


class Appearance(Answer):
    """A record in which another one appears, and as what."""

    id: str
    kind: str
    reference: str
    title: str
    when: str | None
    roles: tuple[Role, ...]
