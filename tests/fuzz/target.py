"""One parser under atheris, in a process of its own: `python -m tests.fuzz.target PARSER ARGUMENT…`.

The arguments are those of libFuzzer. Half of the mutations are libFuzzer's, half those of the table.
"""

import sys
from random import Random

import atheris

with atheris.instrument_imports(include=["app", "edtf"]):
    from tests.fuzz.mutation import mutant
    from tests.fuzz.parsers import PARSERS


def main() -> None:
    """Fuzz until the time is over; an exception that is no refusal ends it."""
    parser = PARSERS[sys.argv[1]]
    seeds = parser.seeds()

    def change(data: bytes, most_bytes: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < 0.5:
            return bytes(atheris.Mutate(data, most_bytes))
        return mutant(data, seeds, chance)[:most_bytes]

    def take(data: bytes) -> None:
        parser.takes(data)

    atheris.Setup([sys.argv[0], *sys.argv[2:]], take, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
