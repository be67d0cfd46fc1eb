"""The list of stages, the panels on an issue's pages, and what one sees of others."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.periods import quarter_of
from issues.stages.models import Stage
from tests.issues import build
from tests.stages import staging

STAGES = reverse("issues:stages")


def test_tabs_of_what_is_overdue_and_of_this_quarter(cast, enter):
    plan = staging.running(cast)
    late, later = plan.stages.order_by("pk")
    today = timezone.localdate()
    Stage.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=2))
    Stage.objects.filter(pk=later.pk).update(due_on=quarter_of(today).end + timedelta(days=1))
    client = enter(cast.clerk)
    page = client.get(STAGES, {"tab": "overdue"}).content.decode()
    assert "截污纳管" in page and "恢复岸坡" not in page and "超期 2 天" in page
    assert "恢复岸坡" not in client.get(STAGES, {"tab": "quarter"}).content.decode()
    both = client.get(STAGES, {"tab": "all"}).content.decode()
    assert "截污纳管" in both and "恢复岸坡" in both
    assert b"".join(client.get(STAGES, {"tab": "open", "unit": cast.town_gov.pk, "export": "xlsx"}))


@pytest.mark.parametrize(("member", "sees"), [("handler", True), ("town_handler", True), ("neighbour_clerk", False)])
def test_who_sees_them(cast, enter, member, sees):
    plan = staging.running(cast)
    assert ("截污纳管" in enter(cast[member]).get(STAGES).content.decode()) == sees
    assert (enter(cast[member]).get(plan.get_absolute_url()).status_code == 200) == sees


def test_on_the_issues_page_and_where_its_deadline_is_explained(cast, enter):
    issue = staging.long_one(cast)
    panel = reverse("issues:stages_of_issue", args=[issue.pk])
    for page in (issue.get_absolute_url(), reverse("issues:clock", args=[issue.pk])):
        assert panel in enter(cast.clerk).get(page).content.decode()
    assert "编制整改方案" in enter(cast.handler).get(panel).content.decode()
    assert "还没有提交整改方案" in enter(cast.clerk).get(panel).content.decode()


def test_a_late_stage_suggests_a_notice_to_the_office(cast, enter):
    plan = staging.running(cast)
    Stage.objects.filter(plan=plan, name="截污纳管").update(due_on=timezone.localdate() - timedelta(days=40))
    panel = reverse("issues:stages_of_issue", args=[plan.issue_id])
    assert "建议发出" in enter(cast.clerk).get(panel).content.decode()
    assert "建议发出" not in enter(cast.handler).get(panel).content.decode()


def test_an_issue_of_another_track_has_no_panel(cast, enter):

    issue = build.rectifying(cast)
    assert (
        reverse("issues:stages_of_issue", args=[issue.pk])
        not in enter(cast.clerk).get(issue.get_absolute_url()).content.decode()
    )
