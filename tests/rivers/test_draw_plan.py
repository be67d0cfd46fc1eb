"""编制: a plan begins once, in its own region, with a name and an end reckoned where they are left open."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from rivers.plans import rules, services
from rivers.plans.choices import PlanKind, PlanState
from rivers.plans.models import Plan, PlanTerm
from tests.rivers import planning


def test_the_cycle_is_two_years_under_a_county_and_what_the_table_says(cast):
    PlanTerm.objects.update_or_create(what="county", region=None, defaults={"amount": 4})
    plan = planning.drawn(cast, starts_on=date(2026, 1, 1), ends_on=None)
    assert (plan.state, plan.region, plan.ends_on) == (PlanState.DRAFT, cast.county, date(2029, 12, 31))
    PlanTerm.objects.all().delete()
    assert planning.drawn(cast, starts_on=date(2026, 1, 1), ends_on=None).ends_on == date(2027, 12, 31)
    assert plan.transitions.get().verb == "draw_plan"
    assert Entry.objects.filter(action="plan.draw_plan", post=cast.clerk).count() == 2


@pytest.mark.parametrize(
    ("starts", "years", "last"),
    [
        (date(2026, 1, 1), 3, date(2028, 12, 31)),
        (date(2026, 7, 1), 2, date(2028, 6, 30)),
        (date(2028, 2, 29), 2, date(2030, 2, 28)),
    ],
)
def test_the_last_day_of_a_cycle(starts, years, last):
    assert rules.cycle_end(starts, years) == last


def test_the_same_form_twice_is_one_plan(cast):
    once = uuid4()
    assert planning.drawn(cast, once=once) == planning.drawn(cast, once=once)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("who", ["handler", "town_chief", "leader", "neighbour_clerk", "patroller"])
def test_only_the_regions_own_office_writes(cast, who):
    with pytest.raises(NotAllowed):
        planning.drawn(cast, title="方案") if who == "clerk" else services.draw_plan(
            by=cast[who], kind=PlanKind.RIVER, title="方案", river=cast.river, starts_on=date(2026, 1, 1)
        )


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"title": " "}, "title"), ({"river": None}, "river"), ({"ends_on": date(2020, 1, 1)}, "ends_on"),
     ({"kind": PlanKind.ORDER}, "river")],
)  # fmt: skip
def test_a_wrong_head_is_refused_by_field(cast, changed, field):
    with pytest.raises(ValidationError) as refused:
        planning.drawn(cast, **changed)
    assert field in refused.value.message_dict


def test_the_page_offers_the_name_and_leads_to_the_plan(cast, enter):
    client = enter(cast.clerk)
    page = client.get(reverse("rivers:draw_plan"), {"river": cast.river.pk}).content.decode()
    assert "编制方案" in page and "总河长令" in page
    data = {"river": cast.river.pk, "starts_on": "2026-01-01"}
    answer = client.post(reverse("rivers:draw_plan"), data)
    plan = Plan.objects.get()
    assert answer.status_code == 302 and answer.url == plan.get_absolute_url()
    assert plan.title == "澄溪“一河一策”实施方案（2026—2027年）"
    year = {"region": cast.county.pk, "title": "令", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    assert client.post(f"{reverse('rivers:draw_plan')}?kind=order", year).status_code == 302
    assert Plan.objects.get(kind="order").region == cast.county


def test_the_head_of_a_draft_is_put_right_and_a_stale_edit_is_told(cast, enter):
    plan, client = planning.drawn(cast), enter(cast.clerk)
    url = reverse("rivers:edit_plan", args=[plan.pk])
    assert plan.title in client.get(url).content.decode()
    days = {"starts_on": f"{plan.starts_on}", "ends_on": f"{plan.ends_on}"}
    assert client.post(url, days | {"title": "新名称", "version": 1}).status_code == 302
    late = client.post(url, days | {"title": "别的", "version": 1})
    assert late.status_code == 409 and "别的" in late.content.decode()
    plan.refresh_from_db()
    assert plan.title == "新名称"
    planning.task(cast, plan)
    with pytest.raises(ValidationError, match="方案周期须包括"):
        services.edit_plan(plan, {"ends_on": planning.today()}, by=cast.clerk)


def test_what_is_submitted_is_not_written(cast):
    plan = planning.submitted(cast)
    with pytest.raises(Refusal, match="待审定"):
        services.edit_plan(plan, {"title": "改"}, by=cast.clerk)
    with pytest.raises(Refusal):
        planning.task(cast, plan, due_on=planning.today() + timedelta(days=1))
