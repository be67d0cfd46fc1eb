"""A section's month by the page: nothing is filed under another month or over another's figures by accident."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from rivers.water.services import record_month

pytestmark = pytest.mark.story_until("2026-07-01")

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def filed(section, month: date, **readings: str) -> None:
    record_month(by=None, section=section, month=month, readings=readings)


def figures(section, month: date) -> dict[str, str]:
    return {each.item: each.reported for each in section.months.get(month=month).readings.all()}


@pytest.fixture
def client(cast, enter):
    return enter(cast.clerk)


@pytest.fixture
def url(section):
    return reverse("rivers:record_month", args=[section.pk])


def send(client, url, month: str, seen: str = "", **readings: str):
    return client.post(url, {"month": month, "monitored": "yes", "seen": seen, "reason": "录入错误", **readings})


def test_the_month_after_the_last_filed_is_offered_blank(client, url, section):
    today = timezone.localdate()
    last = date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
    assert client.get(url).context["form"]["month"].value() == f"{last:%Y-%m}"
    filed(section, last, nh3n="0.9")
    form = client.get(url).context["form"]
    assert form["month"].value() == f"{today:%Y-%m}"
    assert not form["nh3n"].value() and not form["seen"].value()


def test_a_filed_month_is_not_replaced_by_a_new_sheet(client, url, section):
    filed(section, MAY, nh3n="0.9", tp="0.1")
    answer = send(client, url, "2026-05", nh3n="1.4")
    assert answer.status_code == 422 and "2026年5月已填报过" in answer.content.decode()
    assert 'value="1.4"' in answer.content.decode()  # the text stays
    assert figures(section, MAY) == {"nh3n": "0.9", "tp": "0.1"}


def test_a_correction_is_of_the_month_that_was_opened(client, url, section):
    filed(section, MAY, nh3n="0.9")
    seen = client.get(url, {"month": "2026-05"}).context["form"]["seen"].value()
    assert send(client, url, "2026-06", seen, nh3n="0.9").status_code == 422
    assert not section.months.filter(month=JUNE).exists()
    assert send(client, url, "2026-05", seen, nh3n="1.1").status_code == 302
    assert figures(section, MAY) == {"nh3n": "1.1"}


def test_two_corrections_at_once_do_not_overwrite_each_other(client, url, section):
    filed(section, MAY, nh3n="0.9")
    seen = client.get(url, {"month": "2026-05"}).context["form"]["seen"].value()
    send(client, url, "2026-05", seen, nh3n="1.1")
    answer = send(client, url, "2026-05", seen, nh3n="1.2", tp="0.1")
    assert answer.status_code == 409 and "修改了这条记录" in answer.content.decode()
    assert [row[1:] for row in answer.context["rows"]] == [("1.2", "1.1"), ("0.1", "（空）")]
    assert figures(section, MAY) == {"nh3n": "1.1"}
    form = answer.context["form"]  # the text stays, and saving it once more is a decision
    assert send(client, url, "2026-05", form["seen"].value(), nh3n=form["nh3n"].value()).status_code == 302
    assert figures(section, MAY) == {"nh3n": "1.2"}


def test_a_sheet_of_another_filed_month_is_no_stale_edit(client, url, section):
    filed(section, MAY, nh3n="0.9")
    filed(section, JUNE, nh3n="0.8")
    seen = client.get(url, {"month": "2026-05"}).context["form"]["seen"].value()
    answer = send(client, url, "2026-06", seen, nh3n="1.2")
    assert answer.status_code == 422 and "另一个月份" in answer.content.decode()
    assert figures(section, JUNE) == {"nh3n": "0.8"}


@pytest.mark.parametrize("month", ["0202-05", "1989-12"])
@pytest.mark.parametrize("monitored", ["yes", "dry"])
def test_an_impossible_year_is_a_wrong_field_and_no_missing_page(client, url, section, month, monitored):
    answer = client.post(url, {"month": month, "monitored": monitored, "nh3n": "1.4" if monitored == "yes" else ""})
    assert answer.status_code == 422 and "核对" in answer.content.decode()
    assert not section.months.exists()


@pytest.mark.parametrize(("item", "figure"), [("ph", "77"), ("ph", "14.1"), ("do", "72")])
def test_figures_that_no_water_has_are_refused(client, url, section, item, figure):
    answer = send(client, url, "2026-05", **{item: figure, "nh3n": "1"})
    assert answer.status_code == 422 and f"“{figure}”" in answer.content.decode()
    assert send(client, url, "2026-05", **{item: "7.2", "nh3n": "1"}).status_code == 302
