"""A year that can only be a slip is noticed everywhere that a day is typed, and breaks nothing."""

import pytest
from django import forms
from django.urls import reverse

SLIPS = ["0001-01-01", "0026-11-21", "9999-12-31"]


class Days(forms.Form):
    day = forms.DateField(label="日期")
    moment = forms.DateTimeField(label="时间", required=False)


@pytest.mark.parametrize("day", SLIPS)
def test_forms_refuse_it(day):
    form = Days({"day": day, "moment": f"{day}T08:00"})
    assert form.errors == {name: ["请核对年份：应在 1990 年至 2099 年之间。"] for name in ("day", "moment")}


@pytest.mark.parametrize("day", ["1990-01-01", "2026-11-21", "2099-12-31"])
def test_usual_days_pass(day):
    assert Days({"day": day}).is_valid()


@pytest.mark.parametrize(("page", "name"), [("issues:ledger", "found"), ("issues:ledger", "due"), ("patrols:patrols", "days")])  # fmt: skip
@pytest.mark.parametrize("end", ["after", "before"])
@pytest.mark.parametrize("day", SLIPS)
def test_lists_leave_it_aside_with_a_word(cast, enter, page, name, end, day):
    answer = enter(cast.clerk).get(reverse(page), {f"{name}_{end}": day})
    assert answer.status_code == 200
    assert "的值无法识别，未按它筛选" in answer.content.decode()


@pytest.mark.parametrize("day", SLIPS)
def test_the_journal_as_well(cast, enter, day):
    answer = enter(cast.audit_admin).get(reverse("audit:journal"), {"at_after": day})
    assert answer.status_code == 200
    assert "未按它筛选" in answer.content.decode()


@pytest.mark.parametrize("day", SLIPS)
def test_a_report_of_that_day_is_refused(cast, enter, day):
    form = {"source": "hotline", "river": cast.river.pk, "region": cast.village.pk, "severity": "minor", "text": "桥下"}
    answer = enter(cast.clerk).post(reverse("issues:report"), {**form, "found_at": f"{day}T08:00"})
    assert answer.status_code == 422
    assert "请核对年份" in answer.content.decode()
