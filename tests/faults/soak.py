"""A vault that lives through many kills: `make soak ARGS="--kills 100 --seed 7"`.

Real processes of `main.py`, any command, killed at any moment from the first write on. After each
the next start must take less than three seconds, everything acknowledged must be there, nothing
may be there that nobody asked for, `verify` must find nothing and no name may be readable.
"""

import argparse
import hashlib
import io
import json
import os
import random
import resource
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.crypto import keyslots
from app.domain.errors import AppError
from app.domain.work import Watch
from app.services.backups import drill
from app.vault.copies import backups_in
from tests.canary import FULL_NAME, find_canaries
from tests.coalition import PASSPHRASE
from tests.faults.injection import run_in
from tests.faults.operations import opens
from tests.faults.scene import (
    BROUGHT,
    HELD,
    LINES,
    NEW_PASSPHRASE,
    PHOTOGRAPH,
    Scene,
    examine,
    incident,
    make_scene,
    opened,
)
from tests.faults.victims import Run, run_until, start

KILLS = 1_000
LIFE = 40
"""After so many kills a new vault begins, so that checking it stays quick."""

SLOWEST_START_SECONDS = 3.0
_BINS = 10


@dataclass
class Promises:
    """What the commands given so far have promised, and what at most they may have done."""

    titles: set[str] = field(default_factory=lambda: {f"Оқиға {number}" for number in range(HELD)})
    attempted: Counter[str] = field(default_factory=Counter)
    evidence: set[str] = field(default_factory=set)
    references: int = 0
    """Incidents that were sealed or shredded: they are listed without a title."""
    passphrase: str = PASSPHRASE
    words: str | None = None


class Soak:
    """One vault after the other, each killed in the middle of whatever it does."""

    def __init__(self, original: Scene, folder: Path, chance: random.Random) -> None:
        self._original = original
        self._folder = folder
        self._chance = chance
        self._windows: dict[str, float] = {}
        self._landed: dict[str, list[float]] = {}
        self.late = 0
        self.slowest_start = self.most_work = 0.0
        self._begin_life()

    def _begin_life(self) -> None:
        shutil.rmtree(self._folder / "life", ignore_errors=True)
        self._scene = self._original.copied_to(self._folder / "life")
        self._out.mkdir()
        self._promises = Promises()

    @property
    def _out(self) -> Path:
        return self._scene.folder / "out"

    def run(self, kills: int) -> None:
        """Kill so many times; AssertionError where something does not hold."""
        deeds: tuple[Callable[[int], None], ...] = (
            self._save, self._edit, self._take_in_evidence, self._import, self._apply,
            self._write_bundle, self._hand_out, self._change_passphrase, self._make_words, self._recover,
            self._back_up, self._restore, self._rekey, self._rotate, self._seal, self._shred,
        )  # fmt: skip
        for number in range(kills):
            if number and number % LIFE == 0:
                self._begin_life()
            self._chance.choice(deeds)(number)
            self._start_again()
            self._check()

    def _command(self, name: str, *arguments: object, vault: Path | None = None) -> Run:
        """Run a command and kill it at some moment between its first write and its answer."""
        line = self._scene.command(*arguments, vault=vault)
        folders = (self._scene.vault / name for name in ("", "blobs", "backups"))
        watched = [*folders, self._out, *([self._scene.desk] if name == "words" else [])]
        if name not in self._windows:
            whole = run_until(start, line, watched, self._scene.folder)
            assert whole.answered is not None, f"{name} failed"
            self._windows[name] = whole.answered
            return whole
        delay = self._chance.random() * self._windows[name]
        run = run_until(start, line, watched, self._scene.folder, delay)
        assert run.answer is None or "error" not in run.answer, run.answer
        if run.answered is None:
            self._landed.setdefault(name, []).append(delay / self._windows[name])
        else:
            self.late += 1
            self._windows[name] = (self._windows[name] + run.answered) / 2
        return run

    def _paper(self, name: str, content: object) -> Path:
        path = self._scene.desk / name
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        return path

    def _save(self, number: int) -> None:
        title = f"Сақтау {number}"
        self._promises.attempted[title] += 1
        if self._command("save", "record", "add", self._paper("save", incident(title))).acknowledged:
            self._promises.titles.add(title)

    def _edit(self, number: int) -> None:
        note = {"narrative": {"language": "kk", "text": f"{FULL_NAME}, {number}"}}
        run = self._command("edit", "record", "edit", self._scene.first_incident, self._paper("edit", note))
        with opened(self._scene.vault, self._promises.passphrase) as services:
            shown = services.recording.show(self._scene.first_incident).content["narrative"]["text"]
        assert not run.acknowledged or shown.endswith(f", {number}")

    def _take_in_evidence(self, number: int) -> None:
        paper = self._scene.desk / "evidence"
        paper.write_bytes(f"{FULL_NAME} {number} ".encode() * 20_000)
        add = ("evidence", "add", self._scene.first_incident, paper)
        if self._command("intake", *add).acknowledged:
            self._promises.evidence.add(hashlib.sha256(paper.read_bytes()).hexdigest())

    def _import(self, number: int) -> None:
        titles = [f"Жол {line}" for line in range(LINES)]
        self._promises.attempted.update(titles)
        if self._command("import", "record", "import", self._scene.desk / "lines.jsonl").acknowledged:
            self._promises.titles.update(titles)

    def _apply(self, number: int) -> None:
        titles = [f"Келген {incident}" for incident in range(BROUGHT)]
        for title in titles:
            self._promises.attempted[title] = 1
        # What is known already is looked at and no more.
        name = "apply again" if self._promises.titles.issuperset(titles) else "apply"
        if self._command(name, "bundle", "apply", self._scene.bundle).acknowledged:
            self._promises.titles.update(titles)

    def _write_bundle(self, number: int) -> None:
        target = self._out / f"{number}.age"
        to = ("--to", self._scene.fingerprints["coordinator"])
        run = self._command("bundle", "bundle", "write", "--all", *to, "--out", target)
        assert target.exists() or not run.acknowledged

    def _hand_out(self, number: int) -> None:
        target = self._out / f"{number}.jpg"
        run = self._command("hand out", "evidence", "export", self._scene.evidence, "--out", target)
        assert target.exists() or not run.acknowledged
        assert not target.exists() or target.read_bytes() == PHOTOGRAPH

    def _change_passphrase(self, number: int) -> None:
        self._take_passphrase("passphrase", "vault", "passphrase")

    def _take_passphrase(self, name: str, *command: object) -> None:
        """Change it in one way or another: afterwards exactly one works."""
        old = self._promises.passphrase
        new = NEW_PASSPHRASE if old == PASSPHRASE else PASSPHRASE
        (self._scene.desk / "new-passphrase").write_text(new, "utf-8")
        run = self._command(name, *command, "--new-passphrase-file", self._scene.desk / "new-passphrase")
        works = [phrase for phrase in (PASSPHRASE, NEW_PASSPHRASE) if opens(self._scene.vault, phrase)]
        assert len(works) == 1, "exactly one passphrase works"
        assert works == [new] or not run.acknowledged
        self._promises.passphrase = works[0]
        (self._scene.desk / "passphrase").write_text(works[0], "utf-8")

    def _rekey(self, number: int) -> None:
        old = self._promises.passphrase
        self._take_passphrase("rekey", "vault", "compromised")
        if self._promises.passphrase != old:
            assert not self._words_open(self._promises.words), "words of the old keys still open"
            assert not list((self._scene.vault / "backups").iterdir())
            self._promises.words = None

    def _make_words(self, number: int) -> None:
        new = self._scene.desk / "new-words"
        run = self._command("words", "vault", "recovery", "words", "--out", new)
        works = [words for words in (self._promises.words, _read(new)) if self._words_open(words)]
        assert works or not self._promises.words, "words that were good are gone"
        assert not run.acknowledged or works == [_read(new)], "exactly the new words work"
        self._promises.words = works[-1] if works else None
        new.unlink(missing_ok=True)

    def _words_open(self, words: str | None) -> bool:
        if words is None:
            return False
        try:
            with opened(self._scene.vault, self._promises.passphrase) as services:
                return services.recovery.check([words]).opens
        except AppError as error:
            if error.code != "recovery.refused":
                raise
            return False

    def _recover(self, number: int) -> None:
        if self._promises.words is None:
            self._make_words(number)
            return
        (self._scene.desk / "words").write_text(self._promises.words, "utf-8")
        self._take_passphrase("recover", "vault", "recover", "--words", self._scene.desk / "words")

    def _back_up(self, number: int) -> None:
        place = self._scene.vault / "backups"
        before = backups_in(place)
        run = self._command("back up", "vault", "backup")
        after = backups_in(place)
        assert after or not (before or run.acknowledged), "the backup before is gone"
        assert all(drill(each, self._promises.passphrase, Watch()).ok for each in after[:2])

    def _restore(self, number: int) -> None:
        place, target = self._scene.vault / "backups", self._out / f"restored-{number}"
        if not backups_in(place):
            self._back_up(number)
            return
        run = self._command("restore", "vault", "restore", place, vault=target)
        assert target.exists() or not run.acknowledged
        if target.exists():
            examine(target, self._promises.passphrase)
        for each in self._out.glob(f"restored-{number}*"):
            shutil.rmtree(each)

    def _rotate(self, number: int) -> None:
        before = self._own_keys()
        run = self._command("rotate", "contact", "rotate")
        after = self._own_keys()
        assert after in (before, [after[0], *before]), "one key in use, and those before it"
        assert after != before or not run.acknowledged

    def _own_keys(self) -> list[str]:
        with opened(self._scene.vault, self._promises.passphrase) as services:
            return [identity.card.fingerprint for identity in services.vault.identities.all()]

    def _seal(self, number: int) -> None:
        incident_id = self._spare(f"Мөрленеді {number}")
        to = ("--to", self._scene.fingerprints["coordinator"])
        run = self._command("seal", "record", "seal", incident_id, *to)
        handed = self._out / f"handed-{number}"
        handed.mkdir()
        with opened(self._scene.vault, self._promises.passphrase) as services:
            is_here = services.recording.show(incident_id).content != {}
            files = services.sealing.hand_out(handed, Watch(), remove=True).items
        assert len(files) == (not is_here), "it is readable here, or sealed for others, and never neither"
        assert not (is_here and run.acknowledged)
        self._promises.references += not is_here
        with opened(self._scene.folder / "coordinator") as office:
            for file in files:
                office.exchange.apply(io.BytesIO(Path(str(file.path)).read_bytes()), None, Watch())
                assert office.recording.show(incident_id).content["title"] == f"Мөрленеді {number}"

    def _shred(self, number: int) -> None:
        incident_id = self._spare(f"Ұсақталады {number}")
        bundle, receipt = io.BytesIO(), io.BytesIO()
        with (
            opened(self._scene.vault, self._promises.passphrase) as monitor,
            opened(self._scene.folder / "coordinator") as office,
        ):
            to, guarded = (self._scene.fingerprints["coordinator"],), ("sources", "privileged")
            monitor.exchange.write((incident_id,), to, bundle, (), guarded, "себеп", Watch())
            office.exchange.apply(io.BytesIO(bundle.getvalue()), None, Watch())
            office.receipts.write(io.BytesIO(bundle.getvalue()), receipt, Watch())
            monitor.receipts.add(receipt.getvalue())
        run = self._command("shred", "record", "shred", incident_id)
        with opened(self._scene.vault, self._promises.passphrase) as services:
            shown = services.recording.show(incident_id)
        assert (shown.content == {}) == (shown.marks == ("shredded",)), "whole, or shredded and saying so"
        assert shown.content == {} or not run.acknowledged
        self._promises.references += shown.content == {}

    def _spare(self, title: str) -> str:
        """An incident to part with, saved without a kill; its id."""
        self._promises.attempted[title] += 1
        with opened(self._scene.vault, self._promises.passphrase) as services:
            return services.recording.add(incident(title), (), Watch()).id

    def _start_again(self) -> None:
        began, worked = time.monotonic(), _seconds_of_children()
        outcome = run_in(self._scene.command("vault", "info"), {})
        took, work = time.monotonic() - began, _seconds_of_children() - worked
        assert outcome.exit_code == 0, outcome.text
        assert outcome.stderr == ""
        self.slowest_start, self.most_work = max(self.slowest_start, took), max(self.most_work, work)
        # On a busy machine a process waits for its turn: what it takes itself is what counts.
        assert min(took, work) < SLOWEST_START_SECONDS, f"the next start took {took:.1f} s"

    def _check(self) -> None:
        promises = self._promises
        found = Counter(examine(self._scene.vault, promises.passphrase).titles)
        assert promises.titles <= set(found), "something acknowledged is gone"
        first = Counter(f"Оқиға {number}" for number in range(HELD))
        unasked = found - promises.attempted - first - Counter({"": promises.references})
        assert not unasked, f"{sorted(unasked)}: nobody asked for it"
        with opened(self._scene.vault, promises.passphrase) as services:
            held = {item.sha256 for item in services.evidence.list().items if item.held}
        assert promises.evidence <= held
        assert not [path for path in self._out.iterdir() if path.name.endswith(".partial")]
        for place in ("HOME", "TMPDIR"):
            assert find_canaries(Path(os.environ[place])) == []

    def histogram(self) -> str:
        """When the kills fell, by command, in tenths of the time from first write to answer."""
        lines = []
        for name, moments in sorted(self._landed.items()):
            bins = Counter(min(int(moment * _BINS), _BINS - 1) for moment in moments)
            counts = " ".join(f"{bins[number]:3}" for number in range(_BINS))
            lines.append(f"{name:11} {self._windows[name] * 1000:5.0f} ms  {counts}")
        inside = sum(map(len, self._landed.values()))
        lines.append(f"{inside} kills before the answer, {self.late} after it")
        lines.append(f"slowest next start {self.slowest_start:.2f} s, most work {self.most_work:.2f} s")
        return "\n".join(lines)


def _read(file: Path) -> str | None:
    return file.read_text("utf-8") if file.exists() else None


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Read the command line, soak, and say when the kills fell."""
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    chosen = parser.parse_args()
    print(f"{chosen.kills} kills, --seed {chosen.seed}", flush=True)
    keyslots._stretch = cache(keyslots._stretch)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        original = make_scene(folder / "original")
        for place in ("HOME", "TMPDIR"):
            (folder / place).mkdir()
            os.environ[place] = str(folder / place)
        soak = Soak(original, folder, random.Random(chosen.seed))
        try:
            soak.run(chosen.kills)
        finally:
            print(soak.histogram(), flush=True)


if __name__ == "__main__":
    main()
