"""设置: slips of the hand are told in plain words at their field, and stop nobody else's work."""

from datetime import date

import pytest
from django.urls import reverse

from hezhang.core.kernel.models import Holiday
from hezhang.core.office.parameters import tables
from issues.clocks.models import DeadlineRule
from issues.ledger.models import EvidenceRule
from issues.reminders.models import ReminderRule
from patrols.norms.models import Norm, Threshold

pytestmark = pytest.mark.story_until("2026-11-20")

HUGE = 999_999_999_999


def send(client, key: str, row=None, **changed):
    """The form as it opens, with some fields changed."""
    url = reverse("web:edit_setting", args=[key, row.pk]) if row else reverse("web:add_setting", args=[key])
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields} | changed
    return client.post(url, {name: value for name, value in data.items() if value is not None and value is not False})


def errors(answer) -> dict[str, list[str]]:
    assert answer.status_code == 422
    assert "约束" not in answer.content.decode()
    return answer.context["form"].errors


@pytest.fixture
def client(cast, enter):
    return enter(cast.system_admin)


@pytest.mark.parametrize("figure", [0, -3, 99999, HUGE])
def test_how_often_has_bounds(client, figure):
    assert "times" in errors(send(client, "norms", Norm.objects.get(tier="village"), times=figure))


def test_months_lie_in_a_year_and_dates_in_order(client):
    norm = Norm.objects.get(tier="village")
    assert "first_month" in errors(send(client, "norms", norm, first_month=13))
    assert "ends_on" in errors(send(client, "norms", norm, ends_on="2020-01-01"))


def test_two_norms_at_once_would_count_twice(client):
    new = {"tier": "village", "times": 2, "unit": "week", "starts_on": "2026-11-01"}
    assert "重复计算" in errors(send(client, "norms", **new))["starts_on"][0]
    assert send(client, "norms", Norm.objects.get(tier="village"), ends_on="2026-10-31").status_code == 302
    assert send(client, "norms", **new).status_code == 302
    assert send(client, "norms", Norm.objects.get(tier="village", times=2), times=3).status_code == 302


@pytest.mark.parametrize(("first", "last", "status"), [(11, 2, 302), (10, 3, 422), (12, 12, 302), (3, 4, 422)])
def test_seasons_may_follow_one_another(client, first, last, status):
    Norm.objects.filter(tier="village").update(first_month=3, last_month=10)
    new = {"tier": "village", "times": 2, "unit": "week", "starts_on": "2025-01-01"}
    assert send(client, "norms", **new, first_month=first, last_month=last).status_code == status


def test_a_threshold_needs_its_basis(client):
    row = Threshold.objects.first()
    assert "basis" in errors(send(client, "thresholds", row, is_on="on"))
    assert send(client, "thresholds", row, is_on="on", basis="某办〔2026〕1 号").status_code == 302


@pytest.mark.parametrize(
    ("key", "model", "field", "wrong"),
    [
        ("issue_deadlines", DeadlineRule, "workdays", [0, HUGE]),
        ("issue_evidence", EvidenceRule, "at_least", [0, 21, HUGE]),
        ("issue_reminders", ReminderRule, "offset_days", [-366, HUGE]),
    ],
)
def test_figures_that_would_stop_everybody_are_refused(client, key, model, field, wrong):
    row = model.objects.first()
    before = getattr(row, field)
    for figure in wrong:
        assert field in errors(send(client, key, row, **{field: figure}))
    row.refresh_from_db()
    assert getattr(row, field) == before


def test_what_is_there_already_is_told_in_plain_words(client):
    Holiday.objects.get_or_create(day=date(2026, 10, 1), defaults={"kind": "off"})
    page = send(client, "holidays", day="2026-10-01", kind="off").content.decode()
    assert "“日期”与已有的一条相同" in page
    rule = ReminderRule.objects.first()
    twice = send(client, "issue_reminders", offset_days=rule.offset_days, to=rule.to, text="x")
    assert "已有“距到期天数”、“提醒对象”相同的一条" in errors(twice)["__all__"][0]


def test_shipped_rows_are_within_their_own_bounds(client):
    for items in tables.grouped().values():
        for table in items:
            row = table.rows().first()
            if row is not None:
                assert send(client, table.key, row).status_code == 302, table.key
