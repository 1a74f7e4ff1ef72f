"""What invented people type in the tests of the shell; the names are those that the guard looks for."""

import json
from typing import Any

from tests.canary import FULL_NAME, LATIN_NAME, TOWN


def incident(**changes: Any) -> dict[str, Any]:
    """A small incident with two people, a proceeding, a source and something medical."""
    content: dict[str, Any] = {
        "title": "Соққыға жығылған Һәм қоқытылған",
        "narrative": {"language": "ru", "text": f"{FULL_NAME} избит у здания суда; Ғ Ң Ө Ӣ Ӯ Ҳ Ҷ."},
        "when": {"edtf": "2014-01-09", "certainty": "exact"},
        "where": {"country": "KG", "locality": TOWN, "kind": "street"},
        "acts": [{"id": "a1", "form": "beating", "victims": ["p1"], "details": {"attackers": 3}}],
        "people": [
            {"key": "p1", "names": [{"script": "Cyrl", "full": FULL_NAME}], "occupation": "lawyer"},
            {"key": "p2", "names": [{"script": "Latn", "full": LATIN_NAME}]},
        ],
        "proceedings": [{"key": "c1", "numbers": [{"country": "KG", "raw": "00-000/14"}]}],
        "sources": [{"id": "s1", "person": "p2", "may_be_named": "no"}],
        "injuries": [{"id": "j1", "person": "p1", "region": "forearm", "kind": "bruise"}],
    }
    return content | changes


def typed(content: Any) -> bytes:
    """The bytes of a JSON file."""
    return json.dumps(content, ensure_ascii=False).encode()


def person(full: str = FULL_NAME, **changes: Any) -> dict[str, Any]:
    """A person with one name."""
    return {"names": [{"script": "Cyrl", "full": full}]} | changes
