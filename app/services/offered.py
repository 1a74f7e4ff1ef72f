"""What is offered for a name that is typed, as the window shows it and the shell prints it."""

from app.services.answers import Answer


class NameOffer(Answer):
    """A record that may be meant: `why` in words, `score` 0 to 100; `match` where that is high enough.

    `name` is what lists call it; `mark` tells two of one name apart: the name it was found by where
    that is another one, the place, the reference.
    """

    id: str
    name: str
    why: str
    score: int
    match: bool
    mark: str


class NameOffers(Answer):
    """Who or what may be meant by a name, the best first; nobody is merged by it."""

    offers: tuple[NameOffer, ...]
