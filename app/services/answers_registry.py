"""What lists say of people, organisations and proceedings alone."""

from app.services.answer import Answer


class RegistryCells(Answer):
    """What a list says of a person, an organisation or a proceeding alone, by the names of its columns.

    `occupation`, `kind`, `status`, `instance` and `outcome` are codes; `organisation`, `part_of` and
    `court` are what an organisation is called, or what is written in place of it; `hearing` is EDTF.
    """

    other_names: str | None = None
    occupation: str | None = None
    post: str | None = None
    organisation: str | None = None
    kind: str | None = None
    part_of: str | None = None
    status: str | None = None
    subject: str | None = None
    court: str | None = None
    instance: str | None = None
    outcome: str | None = None
    hearing: str | None = None
    deadline: str | None = None
    incidents: int
