"""A section ends and comes back; a river ends neither with sections nor with plans, a reach not with open tasks."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from rivers.registry.models import Reach
from rivers.registry.services import edit_reach, edit_river
from rivers.water.facts.grid import sections_in
from rivers.water.models import Section
from rivers.water.services import edit_section, record_month
from tests.rivers import planning
from tests.rivers.test_lifetime import refusal

pytestmark = pytest.mark.story_until("2026-07-01")

MAY = date(2026, 5, 1)


@pytest.fixture
def today():
    return timezone.localdate()


def change(section, cast, **wanted):
    names = ("name", "code", "river", "region", "body", "lat", "lng", "established_on", "ended_on")
    edit_section(section, {name: getattr(section, name) for name in names} | wanted, by=cast.clerk)
    section.refresh_from_db()


def test_what_has_ended_is_read_and_no_longer_filed(cast, section, enter, today):
    record_month(by=None, section=section, month=MAY, readings={"nh3n": "0.5"})
    change(section, cast, established_on=date(2020, 3, 4), ended_on=date(2026, 5, 20))
    client, listed = enter(cast.clerk), reverse("rivers:sections")
    assert section.name not in client.get(listed).content.decode()
    for tab in ("ended", "all"):
        assert section.name in client.get(listed, {"tab": tab}).content.decode()
    page = client.get(section.get_absolute_url()).content.decode()
    assert "只供查阅" in page and "2026年5月20日" in page and "填报水质" not in page
    for month, there in ((MAY, True), (date(2026, 6, 1), False), (date(2020, 2, 1), False), (date(2020, 3, 1), True)):
        assert sections_in(cast.clerk, month).exists() is there, month
    for month, words in ((date(2026, 6, 1), "已于"), (date(2020, 2, 1), "建立于")):
        with pytest.raises(ValidationError, match=words):
            record_month(by=cast.clerk, section=section, month=month, readings={"nh3n": "0.5"})
    change(section, cast, ended_on=None)
    assert section.name in client.get(listed).content.decode()


def test_the_form_says_the_lifetime_and_takes_it_back(cast, section, enter, today):
    client, url = enter(cast.clerk), reverse("rivers:edit_section", args=[section.pk])
    form = client.get(url).context["form"]
    data = {"name": section.name, "code": section.code, "river": section.river_id, "region": section.region_id}
    data |= {"body": "river", "position": "", "seen": form["seen"].value(), "ended_on": today.isoformat()}
    assert client.post(url, data).status_code == 302
    section.refresh_from_db()
    assert section.ended_on == today
    data |= {"seen": client.get(url).context["form"]["seen"].value(), "ended_on": ""}
    assert client.post(url, data).status_code == 302
    section.refresh_from_db()
    assert section.ended_on is None


def test_the_last_day_is_not_before_the_first_nor_before_a_month_that_was_filed(cast, section, today):
    record_month(by=None, section=section, month=MAY, readings={"nh3n": "0.5"})
    for wanted, words in (
        ({"ended_on": date(2026, 4, 30)}, "5 月的水质已填报"),
        ({"ended_on": today + timedelta(days=1)}, "不能晚于今天"),
        ({"ended_on": MAY, "established_on": date(2026, 5, 2)}, "不能早于对象建立时间"),
    ):
        assert words in refusal(lambda wanted=wanted: change(section, cast, **wanted))
        section.refresh_from_db()


def test_a_river_ends_without_sections_and_they_come_back_after_it(cast, section, today):
    Reach.objects.filter(river=cast.river).update(ended_on=today)
    assert "未终止的监测断面 1 个（上桥断面）" in refusal(
        lambda: edit_river(cast.river, {"ended_on": today}, by=cast.clerk)
    )
    change(section, cast, ended_on=today)
    edit_river(cast.river, {"ended_on": today}, by=cast.clerk)
    section = Section.objects.get(pk=section.pk)
    assert "请先恢复它" in refusal(lambda: change(section, cast, ended_on=None))


@pytest.mark.parametrize(
    ("make", "stands"),
    [("drawn", False), ("submitted", True), ("in_force", True), ("finished", False), ("stopped", False)],
)
def test_a_river_ends_without_a_plan_in_force_or_on_its_way(cast, today, make, stands):
    getattr(planning, make)(cast)
    Reach.objects.filter(river=cast.river).update(ended_on=today)
    if stands:
        told = refusal(lambda: edit_river(cast.river, {"ended_on": today}, by=cast.clerk))
        assert "未办结的方案 1 份（澄溪一河一策）" in told
    else:
        edit_river(cast.river, {"ended_on": today}, by=cast.clerk)


def test_a_reach_ends_without_open_tasks(cast, today):
    planning.in_force(cast)
    told = refusal(lambda: edit_reach(cast.town_reach, {"ended_on": today}, by=cast.clerk))
    assert "未完成的方案任务 1 项" in told
