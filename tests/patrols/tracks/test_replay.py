"""回放: the counted points over time, breaks marked, findings at their time; nothing without times or when points are gone."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from hezhang.core.files.models import Upload
from patrols.tracks.facts.replay import replay_of
from patrols.tracks.models import Track
from patrols.tracks.rules import Fix
from patrols.tracks.services import erase, take_chunk

pytestmark = pytest.mark.django_db
PACE = 1.2e-5  # degrees of latitude a second, some 1.3 m


@pytest.fixture
def walked(cast, walk, seen, takes):
    """A walk of 20 minutes with a track: ten minutes, a break of three, and three minutes more; with these findings."""

    def _walked(*findings):
        patrol = walk(findings=[seen(state="settled", **one) for one in findings]).patrol
        start = patrol.started_at.timestamp()
        seconds = [*range(0, 600, 5), *range(780, 960, 5)]
        fixes = [Fix(start + at, 30.2 + at * PACE, 120.1, 5.0) for at in seconds]
        take_chunk(by=cast.village_chief, client_id=patrol.client_id, number=0, fixes=fixes)
        return patrol

    return _walked


def replay(patrol):
    return replay_of(Track.objects.get(), patrol)


def test_points_over_time_with_the_break(walked):
    found = replay(walked())
    words = found.points.split(" ")
    assert found.seconds == 955 and len(words) == 156
    assert [word.split(",")[0] for word in words if word.endswith("!")] == ["595"]
    rows = [[float(part) for part in word.rstrip("!").split(",")] for word in words]
    (_, _, y0), (_, _, y1) = rows[0], rows[100]
    assert (y0 - y1) * float(found.metre) == pytest.approx(500 * PACE * 111_195, rel=0.02)  # to the north is up


def test_a_finding_stands_where_the_track_was_nearest(walked):
    mark = replay(walked({"lat": 30.2 + 300 * PACE, "lng": 120.1002})).marks[0]
    assert (mark.seconds, mark.how) == (300, "按走到最近处推算")


def test_the_camera_s_time_goes_before(walked, cast):
    taken = timezone.now() - timedelta(minutes=21) + timedelta(seconds=120)
    facts = {"name": "x.jpg", "path": "x.jpg", "size": 1, "sha256": "a" * 64, "post": cast.village_chief}
    photo = Upload.objects.create(taken_at=taken, uploaded_at=timezone.now(), **facts)
    mark = replay(walked({"lat": 30.2 + 300 * PACE, "lng": 120.1, "photos": [photo]})).marks[0]
    assert (mark.seconds, mark.how, len(mark.photos)) == (120, "按照片的拍摄时间", 1)


def test_far_from_the_track_or_without_a_place_there_is_no_time(walked):
    marks = replay(walked({"lat": 30.5, "lng": 120.1}, {})).marks
    assert [(mark.seconds, mark.clock) for mark in marks] == [(None, ""), (None, "")]


def test_thinned_for_the_slider_with_both_sides_of_the_break(walked, monkeypatch):
    from patrols.tracks.facts import replay as module

    monkeypatch.setattr(module, "MOST", 20)
    words = replay(walked()).points.split(" ")
    assert len(words) <= 24
    times = [word.split(",")[0] for word in words]
    assert {"0", "595", "780", "955"} <= set(times)


def test_on_the_page_with_its_slider_and_keys(walked, cast, enter):
    patrol = walked({"lat": 30.2 + 300 * PACE, "lng": 120.1})
    page = BeautifulSoup(enter(cast.clerk).get(reverse("patrols:track", args=[patrol.pk])).text, "html.parser")
    slider = page.select_one("[data-replay-slider]")
    assert (slider["type"], slider["max"]) == ("range", "955") and page.select_one(f"label[for={slider['id']}]")
    assert page.select_one("[data-replay-to='300']") and page.select_one("svg [data-replay-dot]")


def test_when_points_are_deleted_there_is_none(walked, cast, enter):
    patrol = walked()
    erase(timezone.now() + timedelta(days=400))
    assert replay(patrol) is None
    assert "data-replay" not in enter(cast.clerk).get(reverse("patrols:track", args=[patrol.pk])).text


def test_the_same_queries_however_many_findings(walked, django_assert_max_num_queries):
    patrol = walked(*({"lat": 30.2 + at * PACE, "lng": 120.1} for at in range(0, 500, 50)))
    track = Track.objects.get()
    with django_assert_max_num_queries(3):
        replay_of(track, patrol)
