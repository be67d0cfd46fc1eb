"""Problems on the map of the rivers, as of any day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from issues.ledger.models import Issue
from issues.map.facts import FEW, LATE, MANY, open_on, problems_of
from rivers.registry.models import Reach
from tests.issues import build

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def late_by(issue, days):
    """Its clock has run out so many days ago."""
    due = timezone.localdate() - days * DAY
    Issue.objects.filter(pk=issue.pk).update(due_on=due, due_sort=due, found_at=timezone.now() - 40 * DAY)


def test_reaches_are_coloured_by_what_is_open_and_late(cast, today):
    reaches = Reach.objects.filter(pk__in=[cast.village_reach.pk])

    def shade():
        return problems_of(cast.clerk, reaches, today).get(cast.village_reach.pk)

    assert shade() is None
    first = build.dispatched(cast)
    assert (first.reach_id, shade()) == (cast.village_reach.pk, FEW)
    build.reported(cast)
    build.reported(cast)
    assert shade() == MANY
    late_by(first, 2)
    assert shade() == LATE


def test_what_has_ended_was_open_before(cast, today):
    issue = build.closed(cast)
    Issue.objects.filter(pk=issue.pk).update(found_at=timezone.now() - 30 * DAY, state_since=timezone.now() - 3 * DAY)
    seen = {days: open_on(cast.clerk, today - days * DAY).filter(pk=issue.pk).exists() for days in (0, 3, 4, 30, 31)}
    assert seen == {0: False, 3: False, 4: True, 30: True, 31: False}


def test_points_and_rows_and_panel_are_of_those_one_may_see(cast, enter):
    issue = build.reported(cast)
    Issue.objects.filter(pk=issue.pk).update(lat=28.0, lng=120.0)
    for who, count in (("clerk", 1), ("neighbour_clerk", 0)):
        points = enter(cast[who]).get(reverse("rivers:map_points"), {"kind": "issue"}).json()["points"]
        assert len(points) == count
    client = enter(cast.clerk)
    rows = client.get(reverse("rivers:map_rows"), {"kinds": "issue", "box": "119,27,121,29"}).content.decode()
    assert f'data-pick="issue-{issue.pk}"' in rows
    panel = client.get(reverse("issues:map_issue", args=[issue.pk]))
    assert issue.number in panel.content.decode()


def test_the_ledger_on_the_map_is_the_ledger_as_it_is_filtered(cast, enter):
    placed, bare, other = (build.reported(cast, text=text) for text in ("甲处垃圾", "乙处垃圾", "丙处水草"))
    Issue.objects.filter(pk__in=[placed.pk, other.pk]).update(lat=28.0, lng=120.0)
    client, asked = enter(cast.clerk), {"tab": "all", "q": "垃圾"}
    page = client.get(reverse("issues:ledger_map"), asked)
    rows = client.get(reverse("issues:ledger"), asked).context["listing"].total
    assert rows == 2 and "共 2 条，有位置的 1 条画在图上，1 条没有位置" in page.content.decode().replace("\n", "")
    points = client.get(page.context["list"].points_url + "&by=problems&kind=issue").json()["points"]
    assert [point[0] for point in points] == [placed.pk]
    seen = client.get(page.context["list"].rows_url + "&box=119,27,121,29&kinds=issue").content.decode()
    assert f"issue-{placed.pk}" in seen and f"issue-{other.pk}" not in seen and f"issue-{bare.pk}" not in seen
    assert page.context["list"].ledger_url == client.get(reverse("issues:ledger"), asked).context["listing"].asked.here


def test_the_ledger_on_the_map_shows_nothing_of_the_neighbour(cast, enter):
    issue = build.reported(cast)
    Issue.objects.filter(pk=issue.pk).update(lat=28.0, lng=120.0)
    client = enter(cast.neighbour_clerk)
    assert client.get(reverse("issues:ledger_points"), {"tab": "all"}).json()["points"] == []
