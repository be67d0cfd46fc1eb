"""Leads on the map, as of any day, and in the search."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.search import facts
from issues.leads.models import Lead
from issues.map.facts import unchecked_on
from tests.leads.leads import dismissed, waiting

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def test_what_waits_is_a_point_for_those_who_see_it(cast, enter):
    lead = waiting(cast, lat=28.0, lng=120.0)
    dismissed(cast, lat=28.0, lng=120.0)
    for who, count in (("clerk", 1), ("patroller", 1), ("neighbour_clerk", 0)):
        points = enter(cast[who]).get(reverse("rivers:map_points"), {"kind": "lead"}).json()["points"]
        assert [point[0] for point in points] == [lead.pk][:count], who
    client = enter(cast.clerk)
    rows = client.get(reverse("rivers:map_rows"), {"kinds": "lead", "box": "119,27,121,29"}).content.decode()
    assert f'data-pick="lead-{lead.pk}"' in rows and "待核实" in rows
    panel = client.get(reverse("issues:map_lead", args=[lead.pk])).content.decode()
    assert lead.text in panel and lead.get_absolute_url() in panel
    assert enter(cast.handler).get(reverse("issues:map_lead", args=[lead.pk])).status_code == 403
    assert "待核实线索" not in enter(cast.handler).get(reverse("rivers:map")).content.decode()


def test_as_of_a_day(cast, today):
    lead = dismissed(cast)
    Lead.objects.filter(pk=lead.pk).update(found_at=timezone.now() - 9 * DAY, checked_at=timezone.now() - 2 * DAY)
    seen = {days: unchecked_on(cast.clerk, today - days * DAY).first() for days in (1, 2, 3, 4, 8, 9, 10)}
    assert [days for days, found in seen.items() if found] == [3, 4, 8, 9]
    assert seen[3].late and not seen[9].late


def test_after_three_days_it_is_late(cast, today):
    lead = waiting(cast)
    assert not unchecked_on(cast.clerk, today).get().late
    Lead.objects.filter(pk=lead.pk).update(state_since=timezone.now() - 4 * DAY)
    assert unchecked_on(cast.clerk, today).get().late


def test_it_is_found_by_its_words_and_number_by_those_who_see_it(cast):
    waiting(cast, outside_number="TB-0107", text="疑似围垦")
    dismissed(cast, text="另一处")

    def found(post, typed):
        return {group.source.kind: [hit.title for hit in group.hits] for group in facts.search(post, typed).groups}

    for typed in ("TB-0107", "疑似围垦", "0107"):
        assert found(cast.patroller, typed).get("lead") == ["疑似围垦"], typed
    assert found(cast.clerk, "施工围挡").get("lead") == ["另一处"]  # by what was seen there
    assert "lead" not in found(cast.handler, "疑似围垦") and "lead" not in found(cast.neighbour_clerk, "疑似围垦")


def test_on_the_ledgers_map_leads_meet_what_the_ledger_is_asked(cast, enter):
    meant = waiting(cast, text="甲处图斑", lat=28.0, lng=120.0)
    waiting(cast, text="乙处堆土", lat=28.0, lng=120.0)
    client, asked = enter(cast.clerk), {"tab": "all", "q": "图斑"}
    page = client.get(reverse("issues:ledger_map"), asked)
    assert "对线索不起作用" in page.content.decode()
    told = page.context["list"]
    points = client.get(told.points_url + "&kind=lead").json()
    assert [point[0] for point in points["points"]] == [meant.pk]
    assert [one["word"] for one in points["classes"]] == ["待核实", "超 3 天未核实"]
    rows = client.get(told.rows_url + "&box=119,27,121,29&kinds=issue,lead").content.decode()
    assert "甲处图斑" in rows and "乙处堆土" not in rows
    assert client.get(told.points_url + "&kind=issue").json()["points"] == []
    handler = enter(cast.handler)
    assert handler.get(reverse("issues:ledger_points"), {"kind": "lead"}).json()["key"] == "issue"
    assert "待核实线索" not in handler.get(reverse("issues:ledger_map")).content.decode()
