"""Parts withheld and erased: unknown is not empty, gone stays gone, every signature stays good."""

from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.work import Watch
from tests.cli.inputs import incident
from tests.coalition import Founded, found_coalition, open_vault, receive, send


@pytest.fixture
def founded(tmp_path: Path) -> Founded:
    """A monitor and a coordinator who know each other."""
    return found_coalition(tmp_path / "two", ("monitor", "coordinator"))


def test_a_withheld_part_is_unknown_and_filled_by_a_fuller_bundle(founded: Founded) -> None:
    to = founded.fingerprints
    with (
        open_vault(founded.folder / "monitor") as monitor,
        open_vault(founded.folder / "coordinator") as coordinator,
    ):
        saved = monitor.recording.add(incident(), (), Watch())
        receive(coordinator, send(monitor, [to["coordinator"]], without=("medical", "identities")))
        shown = coordinator.recording.show(saved.id)
        assert set(shown.withheld) == {"medical", "sources"}
        victim = coordinator.recording.show(shown.content["acts"][0]["victims"][0])
        assert victim.withheld == ("identities",)
        assert "names" not in victim.content

        # Somebody without a part can change the rest and harm nothing.
        coordinator.recording.edit(saved.id, {"title": "Жаңа"})
        with pytest.raises(AppError) as refused:
            coordinator.recording.edit(saved.id, {"injuries": [{"kind": "burn"}]})
        assert refused.value.code == "record.withheld"
        receive(monitor, send(coordinator, [to["monitor"]]))
        whole = monitor.recording.show(saved.id)
        assert whole.content["title"] == "Жаңа"
        assert whole.content["injuries"][0]["region"] == "forearm"

        receive(coordinator, send(monitor, [to["coordinator"]], with_=("sources",)))
        assert coordinator.recording.show(saved.id).content == whole.content
        for services in (monitor, coordinator):
            assert services.access.verify(Watch()).ok


def test_what_its_author_erased_is_erased_everywhere_and_never_comes_back(founded: Founded) -> None:
    to = founded.fingerprints
    with (
        open_vault(founded.folder / "monitor") as monitor,
        open_vault(founded.folder / "coordinator") as coordinator,
    ):
        saved = monitor.recording.add(incident(), (), Watch())
        before = send(monitor, [to["coordinator"]])
        receive(coordinator, before)
        assert coordinator.recording.show(saved.id).content["injuries"]
        ended = monitor.recording.erase(saved.id, ("medical",), "өтініші бойынша")
        assert (ended.obeyed, ended.requested_of_others) == (True, 0)
        receive(coordinator, send(monitor, [to["coordinator"]]))
        receive(coordinator, before)
        for services in (monitor, coordinator):
            shown = services.recording.show(saved.id)
            assert shown.erased == ("medical",)
            assert "injuries" not in shown.content
            assert services.recording.history(saved.id).revisions[0].trust in ("self", "verified")
            assert services.access.verify(Watch()).ok


def test_an_erasure_by_somebody_else_is_a_request(founded: Founded) -> None:
    to = founded.fingerprints
    with (
        open_vault(founded.folder / "monitor") as monitor,
        open_vault(founded.folder / "coordinator") as coordinator,
    ):
        saved = monitor.recording.add(incident(), (), Watch())
        receive(coordinator, send(monitor, [to["coordinator"]]))
        ended = coordinator.recording.erase(saved.id, ("medical",), "қажет емес")
        assert ended.requested_of_others == 1
        receive(monitor, send(coordinator, [to["monitor"]]))
        shown = monitor.recording.show(saved.id)
        assert shown.content["injuries"]
        assert "erasure_requested" in shown.marks


def test_a_deletion_is_obeyed_from_its_author_and_asked_of_others(founded: Founded) -> None:
    to = founded.fingerprints
    with (
        open_vault(founded.folder / "monitor") as monitor,
        open_vault(founded.folder / "coordinator") as coordinator,
    ):
        kept = monitor.recording.add(incident(), (), Watch())
        gone = monitor.recording.add(incident(title="Қате жазылған"), (), Watch())
        receive(coordinator, send(monitor, [to["coordinator"]]))
        monitor.recording.delete(gone.id, "екі рет жазылған")
        coordinator.recording.delete(kept.id, "біздікі емес")
        receive(coordinator, send(monitor, [to["coordinator"]]))
        receive(monitor, send(coordinator, [to["monitor"]]))
        assert "deleted" in coordinator.recording.show(gone.id).marks
        assert "deletion_requested" in monitor.recording.show(kept.id).marks
        assert [item.id for item in monitor.reading.list_incidents(None, None, 9, 0).items] == [kept.id]
