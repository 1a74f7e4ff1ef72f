"""What a person changes in a record before it is saved: values by path, undo and redo by field.

No widget and no service here: the page tells what was changed, asks what to save, and says
what has been saved. What others change meanwhile is taken over beneath what was typed.
"""

from dataclasses import dataclass

from app.domain.compartments import Path
from app.domain.content import value_at
from app.domain.differences import differences, with_value
from app.domain.record_input import apply_edit
from app.domain.strict_json import Json, JsonObject


@dataclass(frozen=True, slots=True)
class _Step:
    path: Path
    before: Json
    after: Json


class Editing:
    """The content of one record as the person has it before them."""

    def __init__(self, content: JsonObject) -> None:
        self.content = content
        self._saved = content
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._field_is_left = True

    def value(self, path: Path) -> Json:
        """The value at `path`, None where there is none."""
        return value_at(self.content, path)

    def change(self, path: Path, value: Json) -> bool:
        """Put `value` at `path` (None: take it away); whether that changed anything.

        Typing on in one field is one step of undo, until `leave_field`.
        """
        before = self.value(path)
        if before == value:
            return False
        if not self._field_is_left and self._done and self._done[-1].path == path:
            before = self._done.pop().before
        self._done.append(_Step(path, before, value))
        self._undone.clear()
        self._field_is_left = False
        self.content = with_value(self.content, path, value)
        return True

    def leave_field(self) -> None:
        """The next change is a step of its own."""
        self._field_is_left = True

    def undo(self) -> Path | None:
        """Take the last step back; the field that it concerned, None where there is nothing."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return self._put(step.path, step.before)

    def redo(self) -> Path | None:
        """Make the step again that was taken back last."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return self._put(step.path, step.after)

    def pending(self) -> JsonObject:
        """What is not saved yet, as an edit: top-level fields anew, None for one that is gone."""
        names = dict.fromkeys((*self.content, *self._saved))
        return {
            name: self.content.get(name) for name in names if self.content.get(name) != self._saved.get(name)
        }

    def take_over(self, saved: JsonObject) -> None:
        """`saved` is what the vault holds now; what is not saved yet stays on top of it."""
        typed = differences(self._saved, self.content)
        mine, self.content, self._saved = self.content, saved, saved
        for difference in typed:
            name = difference.path[0]
            if name in saved:
                self.content = with_value(self.content, difference.path, difference.after)
            else:
                self.content = apply_edit(self.content, {name: mine.get(name)})

    def note_saved(self, change: JsonObject) -> None:
        """`change` has been saved; what was typed since then has not."""
        self._saved = apply_edit(self._saved, change)

    def _put(self, path: Path, value: Json) -> Path:
        self._field_is_left = True
        self.content = with_value(self.content, path, value)
        return path
