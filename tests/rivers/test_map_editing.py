"""What a hand on the map changes: saved once, by who may keep it, and never over somebody else's change."""

import pytest
from django.urls import reverse

from hezhang.core.audit.models import Entry
from hezhang.core.geo import polyline
from rivers.boards.services import move_signboard
from rivers.lines.models import ReachLine
from rivers.lines.services import draw_line
from rivers.registry.services.saving import place_mark
from rivers.water.services import move_section

pytestmark = pytest.mark.story_until("2026-07-01")

LINE = [(28.0, 120.0), (28.001, 120.01), (28.0, 120.02)]


@pytest.fixture
def office(cast, enter):
    return enter(cast.clerk)


def path(points):
    return polyline.encode(points, 6)


def test_a_drawn_line_is_stored_as_it_was_drawn(cast, office):
    url = reverse("rivers:draw_line", args=[cast.village_reach.pk])
    assert office.get(url).json() == {"path": "", "seen": 0}
    told = office.post(url, {"path": path(LINE), "seen": 0}).json()
    assert told["seen"] == 1 and told["km"] == pytest.approx(1.98, abs=0.02)
    assert office.get(url).json() == {"path": path(LINE), "seen": 1}


def test_a_stale_line_is_not_saved_and_says_who_was_faster(cast, office):
    url = reverse("rivers:draw_line", args=[cast.village_reach.pk])
    draw_line(cast.village_reach, LINE, by=cast.head)
    late = office.post(url, {"path": path(LINE[:2]), "seen": 0})
    assert late.status_code == 409 and "何长清" in late.json()["words"] and late.json()["seen"] == "1"
    assert ReachLine.objects.get().points == 3
    # Meant all the same: sent again with what stands.
    assert office.post(url, {"path": path(LINE[:2]), "seen": late.json()["seen"]}).status_code == 200


def test_a_doubtful_line_is_asked_about_first(cast, office):
    url = reverse("rivers:draw_line", args=[cast.village_reach.pk])
    loop = [(28.0, 120.0), (28.01, 120.01), (28.01, 120.0), (28.0, 120.01)]
    doubt = office.post(url, {"path": path(loop), "seen": 0})
    assert doubt.status_code == 422 and len(doubt.json()["doubts"]) == 1
    assert office.post(url, {"path": path(loop), "seen": 0, "sure": "1"}).status_code == 200


@pytest.mark.parametrize(
    "sent", [{"path": "~~", "seen": 0}, {"path": path(LINE[:1]), "seen": 0}, {"seen": 0}, {"path": path(LINE)}]
)
def test_what_is_no_line_is_refused_with_a_sentence(cast, office, sent):
    answer = office.post(reverse("rivers:draw_line", args=[cast.village_reach.pk]), sent)
    assert answer.status_code == 422 and answer.json()["words"]
    assert not ReachLine.objects.exists()


@pytest.mark.parametrize("kind", ["signboard", "section"])
def test_a_point_is_moved_once_and_journalled(cast, office, board, section, kind):
    row = {"signboard": board, "section": section}[kind]
    url = reverse(f"rivers:move_{kind}", args=[row.pk])
    seen = office.get(url).json()["seen"]
    moved = office.post(url, {"lat": "28.5", "lng": "120.5", "seen": seen})
    row.refresh_from_db()
    assert moved.json() == {"lat": 28.5, "lng": 120.5, "seen": place_mark(row)} and (row.lat, row.lng) == (28.5, 120.5)
    assert office.post(url, {"lat": "28.6", "lng": "120.5", "seen": seen}).status_code == 409
    assert office.post(url, {"lat": "95", "lng": "120.5", "seen": place_mark(row)}).status_code == 422
    assert Entry.objects.about(row).filter(action=f"{kind}.move").count() == 1


def test_who_does_not_keep_the_registry_moves_nothing(cast, enter, board, section):
    for who, status in (("town_chief", 403), ("neighbour_clerk", 404)):
        for name, row in (("move_signboard", board), ("move_section", section), ("draw_line", cast.village_reach)):
            assert enter(cast[who]).post(reverse(f"rivers:{name}", args=[row.pk]), {}).status_code == status
    move_signboard(board, 28.0, 120.0, by=None)
    move_section(section, 28.0, 120.0, by=None)
