"""The main job from nothing to the end, between a monitor, a lawyer and a coordinator."""

import io
from pathlib import Path

from app.domain.custody import verify_chain
from app.domain.identity import Trust
from app.domain.revision import RecordId
from app.domain.work import Watch
from tests.canary import FULL_NAME
from tests.cli.inputs import incident
from tests.coalition import Founded, found_coalition, open_vault, receive, send

PHOTOGRAPH = b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)) * 500


def acquaint(founded: Founded, one: str, other: str) -> None:
    """Let two people verify each other."""
    for here, there in ((one, other), (other, one)):
        with open_vault(founded.folder / here) as services:
            card = (founded.folder / f"{there}.card").read_bytes()
            services.contacts.add(card, founded.fingerprints[there])


def test_an_incident_travels_is_answered_contradicted_and_relayed(tmp_path: Path) -> None:
    founded = found_coalition(tmp_path / "coalition", acquainted=False)
    acquaint(founded, "monitor", "coordinator")
    acquaint(founded, "coordinator", "lawyer")
    to = founded.fingerprints
    source = tmp_path / "photograph.jpg"
    source.write_bytes(PHOTOGRAPH)
    with (
        open_vault(founded.folder / "monitor") as monitor,
        open_vault(founded.folder / "coordinator") as coordinator,
        open_vault(founded.folder / "lawyer") as lawyer,
    ):
        # The monitor records and hands over; sources stay behind.
        saved = monitor.recording.add(incident(), (source,), Watch())
        receive(coordinator, send(monitor, [to["coordinator"]]))
        assert coordinator.recording.show(saved.id).withheld == ("sources",)

        # Both go on working; neither loses what the other wrote.
        monitor.recording.edit(saved.id, {"title": "Монитордың аты", "priority": "urgent"})
        coordinator.recording.edit(saved.id, {"title": "Название координатора", "urgency": "ongoing"})
        receive(coordinator, send(monitor, [to["coordinator"]]))
        receive(monitor, send(coordinator, [to["monitor"]]))
        for side in (monitor, coordinator):
            shown = side.recording.show(saved.id)
            (conflict,) = shown.conflicts
            assert conflict.path == ("title",)
            assert {each.value for each in conflict.sides} == {"Монитордың аты", "Название координатора"}
            assert (shown.content["priority"], shown.content["urgency"]) == ("urgent", "ongoing")
            assert "changed_by_others" in shown.marks

        # A choice is a revision like any other, and ends the conflict everywhere.
        monitor.recording.edit(saved.id, {"title": "Бірге таңдалған"})
        receive(coordinator, send(monitor, [to["coordinator"]]))
        assert coordinator.recording.show(saved.id).conflicts == ()

        # The lawyer gets it from the coordinator, and knows who wrote what without knowing the monitor.
        receive(lawyer, send(coordinator, [to["lawyer"]]))
        authors = {entry.author_name: entry.trust for entry in lawyer.recording.history(saved.id).revisions}
        assert authors == {
            "Пример monitor": Trust.INTRODUCED.value,
            "Пример coordinator": Trust.VERIFIED.value,
        }
        shown = lawyer.recording.show(saved.id)
        victim = lawyer.recording.show(shown.content["acts"][0]["victims"][0])
        assert victim.content["names"][0]["full"] == FULL_NAME

        # The photograph is the same here as there.
        (item,) = lawyer.evidence.list(saved.id).items
        exported = io.BytesIO()
        lawyer.evidence.export(item.sha256, exported, Watch())
        assert exported.getvalue() == PHOTOGRAPH

        # Each knows its own chain of custody, and the lawyer's ends with the export.
        chain = lawyer.vault.custody.events(RecordId(item.id))
        assert verify_chain(chain) == ()
        assert (chain[0].actor, chain[0].action) == (to["monitor"], "taken_in")
        assert (chain[-1].actor, chain[-1].action) == (to["lawyer"], "exported")
        assert all(services.access.verify(Watch()).ok for services in (monitor, coordinator, lawyer))
