import sys
from pathlib import Path

import pytest

from app.domain.body import EXTENT, FIGURES, VIEWS, Drawing, figure_of, holds
from app.places import resources
from tests.domain.resources import shipped_body, shipped_vocabularies

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
FRONT = {
    (5000, 150): ("head", "middle"),
    (5000, 950): ("face", "middle"),
    (5000, 1420): ("neck", "middle"),
    (3200, 2000): ("shoulder", "right"),
    (6800, 2000): ("shoulder", "left"),
    (2000, 3900): ("forearm", "right"),
    (8000, 3900): ("forearm", "left"),
    (1000, 4800): ("hand", "right"),
    (9000, 4800): ("hand", "left"),
    (4300, 2400): ("chest", "right"),
    (5700, 2400): ("chest", "left"),
    (5000, 2400): ("chest", "middle"),
    (4400, 3800): ("abdomen", "right"),
    (5600, 3800): ("abdomen", "left"),
    (5000, 4900): ("genitals", "middle"),
    (4000, 5600): ("thigh", "right"),
    (6000, 5600): ("thigh", "left"),
    (3900, 6950): ("knee", "right"),
    (6100, 6950): ("knee", "left"),
    (3900, 8000): ("lower_leg", "right"),
    (6100, 8000): ("lower_leg", "left"),
    (4000, 9300): ("ankle", "right"),
    (6000, 9800): ("foot", "left"),
}
"""Points of the front that lie in the same part of each figure."""
TURNED = {"right": "left", "left": "right", "middle": "middle"}
BACK = {
    (5000, 500): ("head", "middle"),
    (5000, 1420): ("neck", "middle"),
    (4300, 2400): ("upper_back", "left"),
    (5700, 2400): ("upper_back", "right"),
    (4400, 3800): ("lower_back", "left"),
    (5600, 3800): ("lower_back", "right"),
    (4200, 5000): ("buttocks", "left"),
    (5800, 5000): ("buttocks", "right"),
} | {
    point: (code, TURNED[side])
    for point, (code, side) in FRONT.items()
    if code in ("shoulder", "forearm", "hand", "thigh", "knee", "lower_leg", "ankle", "foot")
    and point[1] != 5600
}
PROFILE = {
    (5100, 1100): ("ear", "left"),
    (3900, 1000): ("eye", "left"),
    (3850, 1380): ("mouth", "left"),
    (5700, 700): ("head", "left"),
    (5000, 1800): ("neck", "left"),
    (4900, 2700): ("shoulder", "left"),
    (4100, 3000): ("chest", "left"),
    (5800, 3000): ("upper_back", "left"),
    (4900, 3600): ("upper_arm", "left"),
    (4700, 4700): ("forearm", "left"),
    (4600, 5700): ("hand", "left"),
    (4100, 4200): ("abdomen", "left"),
    (6000, 5000): ("buttocks", "left"),
    (4800, 6500): ("thigh", "left"),
    (4800, 7300): ("knee", "left"),
    (5000, 8200): ("lower_leg", "left"),
    (4300, 9650): ("foot", "left"),
}
FACE = {
    (5000, 900): ("head", "middle"),
    (3600, 4350): ("eye", "right"),
    (6400, 4350): ("eye", "left"),
    (1450, 4500): ("ear", "right"),
    (8550, 4500): ("ear", "left"),
    (5000, 5800): ("face", "middle"),
    (3500, 6300): ("face", "right"),
    (6500, 6300): ("face", "left"),
    (5000, 7150): ("mouth", "middle"),
    (5000, 9300): ("neck", "middle"),
}
HANDS = {
    (2200, 6500): ("hand", "right"),
    (7800, 6500): ("hand", "left"),
    (2250, 9200): ("wrist", "right"),
    (7750, 9200): ("wrist", "left"),
}
SOLES = {
    (3700, 1800): ("foot", "right"),
    (6300, 1800): ("foot", "left"),
    (2800, 5000): ("sole", "right"),
    (7200, 9000): ("sole", "left"),
}


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize(
    ("view", "labelled"),
    [
        ("front", FRONT),
        ("back", BACK),
        ("left", PROFILE),
        ("right", {(EXTENT - x, y): (code, "right") for (x, y), (code, _) in PROFILE.items()}),
        ("face", FACE),
        ("palms", HANDS),
        ("hands_back", HANDS),
        ("soles", SOLES),
    ],
)
def test_each_labelled_point_lies_in_its_part_of_the_body(
    figure: str, view: str, labelled: dict[tuple[int, int], tuple[str, str]]
) -> None:
    found = {point: shipped_body().region_at(figure, view, *point) for point in labelled}
    assert found == labelled


@pytest.mark.parametrize("drawing", shipped_body().drawings, ids=lambda each: f"{each.figure}-{each.view}")
def test_the_centre_of_each_region_is_in_it_and_is_found_again(drawing: Drawing) -> None:
    for region in drawing.regions:
        assert drawing.region_at(*region.centre) == region
        assert drawing.find(region.code, region.side) == region


def test_every_figure_has_every_view_and_every_part_of_the_body_is_in_one() -> None:
    body = shipped_body()
    for figure in FIGURES:
        shown = [body.drawing(figure, view) for view in VIEWS]
        assert [each.view for each in shown] == list(VIEWS)
        assert {each.figure for each in shown} == {figure, None}
        codes = shipped_vocabularies().find("body_region")
        assert codes is not None
        assert {region.code for each in shown for region in each.regions} == set(codes.by_code)


def test_left_and_right_are_the_persons_own() -> None:
    """What is on the left of the front is on the right of the back; a profile looks to its own side."""
    body = shipped_body()
    assert body.region_at("male", "front", 1000, 4800) == ("hand", "right")
    assert body.region_at("male", "back", 1000, 4800) == ("hand", "left")
    nose = [min(x for x, _ in body.drawing(None, view).outlines[0]) for view in ("left", "right")]
    heel = [max(x for x, _ in body.drawing(None, view).outlines[0]) for view in ("left", "right")]
    assert nose[0] + heel[1] == pytest.approx(EXTENT, abs=2)
    assert nose[1] + heel[0] == pytest.approx(EXTENT, abs=2)


def test_beside_the_figure_is_nothing_but_close_to_it_is_still_it() -> None:
    body = shipped_body()
    assert body.region_at("female", "front", 300, 300) is None
    assert body.region_at("male", "front", 5000, 9900) is None
    drawing = body.drawing("male", "front")
    thumb = min(drawing.outlines[0])
    assert drawing.region_at(thumb[0] - 90, thumb[1]) == drawing.find("hand", "right")
    assert drawing.region_at(thumb[0] - 300, thumb[1]) is None


def test_a_mark_goes_the_shortest_way_into_its_own_part_of_another_figure() -> None:
    body = shipped_body()
    for view in VIEWS:
        for region in body.drawing("female", view).regions:
            for figure in FIGURES:
                other = body.drawing(figure, view)
                point, found = other.on_figure(region.code, region.side, *region.centre)
                assert found == other.find(region.code, region.side) == other.region_at(*point)
    male = body.drawing("male", "front")
    assert male.on_figure("forearm", "left", 8000, 3900)[0] == (8000, 3900)
    edge = max(male.outlines[0])
    outside = (edge[0] + 900, edge[1])
    assert male.region_at(*outside) is None
    (x, _), region = male.on_figure("hand", "left", *outside)
    assert (region.code, region.side) == ("hand", "left")
    assert edge[0] - 300 < x < outside[0]
    unsaid, nearest = male.on_figure(None, None, *outside)
    assert (nearest.code, nearest.side, male.region_at(*unsaid)) == ("hand", "left", nearest)


def test_what_is_not_said_is_neutral_and_seen_from_the_front() -> None:
    body = shipped_body()
    assert body.drawing(None, None) == body.drawing("neutral", "front")
    assert [figure_of(sex) for sex in ("female", "male", "other", "unknown", None)] == [
        "female",
        "male",
        "neutral",
        "neutral",
        "neutral",
    ]
    with pytest.raises(LookupError):
        body.drawing("male", "inside")


def test_a_ring_holds_what_is_within_it_and_nothing_else() -> None:
    ring = ((0, 0), (100, 0), (100, 100), (50, 20), (0, 100))
    assert [holds(ring, *each) for each in ((50, 10), (10, 70), (90, 70), (50, 60), (150, 50), (-1, 50))] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_figures_are_what_the_sources_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(PACKAGING), *sys.path])
    import body_figures

    assert body_figures.text_of(body_figures.made()) == (resources() / "body" / "figures.json").read_text(
        "utf-8"
    )
    assert (resources() / "body" / "LICENSE").read_text("utf-8").startswith("MIT License")
