"""Schemes: edited in place while free, copied once used, never another office's; and what makes one sound."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assessment.schemes import defaults, services
from assessment.schemes.models import Indicator, Scheme
from assessment.schemes.services.scheme_data import BandIn, GroupIn, IndicatorIn
from tests.assessment import build

D = Decimal


@pytest.fixture
def scheme(cast) -> Scheme:
    return Scheme.objects.get()


def test_defaults_are_loaded_once(scheme):
    assert defaults.load() == 0 and Scheme.objects.count() == 1


def test_the_shipped_scheme_is_copied_for_the_own_region(cast, scheme):
    data = services.read_scheme(scheme)
    data.bonus_cap = D(5)
    saved = services.edit_scheme(scheme, data, by=cast.clerk)
    scheme.refresh_from_db()
    assert (saved.region, saved.version, saved.is_active, saved.bonus_cap) == (cast.county, 2, True, 5)
    assert scheme.bonus_cap == 3 and services.read_scheme(saved).indicators[3].code == "patrol_zero"


def test_an_own_scheme_is_edited_in_place_until_a_round_uses_it(cast, scheme):
    own = services.edit_scheme(scheme, services.read_scheme(scheme), by=cast.clerk)
    data = services.read_scheme(own)
    data.basis = "澄河长办〔2026〕3号"
    assert services.edit_scheme(own, data, by=cast.clerk) == own
    round_ = build.open_round(cast, scheme=own)
    data = services.read_scheme(own)
    data.groups[0].points, data.groups[1].points = D(15), D(15)
    data.indicators[2].points = D(15)
    newer = services.edit_scheme(own, data, by=cast.clerk)
    assert newer.version == 3 and round_.scheme.groups.first().points == 10
    own.refresh_from_db()
    assert not own.is_active and newer.groups.first().points == 15


def test_another_offices_scheme_is_out_of_reach(cast, scheme, enter):
    own = services.edit_scheme(scheme, services.read_scheme(scheme), by=cast.clerk)
    with pytest.raises(PermissionDenied):
        services.edit_scheme(own, services.read_scheme(own), by=cast.neighbour_clerk)
    client = enter(cast.neighbour_clerk)
    assert client.get(reverse("assessment:scheme", args=[own.pk])).status_code == 404
    assert enter(cast.town_chief).get(reverse("assessment:scheme", args=[own.pk])).status_code == 200
    assert enter(cast.leader).get(reverse("assessment:edit_scheme", args=[own.pk])).status_code == 403


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.groups.append(GroupIn("x", "新组", D(5))), "应为 100，现为 105"),
        (lambda data: setattr(data.groups[1], "name", data.groups[0].name), "重复"),
        (lambda data: setattr(data.indicators[2], "points", D(21)), "超过本组满分"),
        (lambda data: setattr(data.indicators[0], "group", "gone"), "已删除"),
        (lambda data: setattr(data.indicators[0], "group", ""), "须选择分组"),
        (lambda data: setattr(data.indicators[-1], "group", data.groups[0].key), "不能放在分组内"),
        (lambda data: data.indicators.append(IndicatorIn("", "又一", data.groups[0].key, "deduct", D(0))), "大于 0"),
        (lambda data: data.bands.append(BandIn("良", D(80))), "最低分都是 80"),
        (lambda data: data.bands.clear(), "至少要有一个等次"),
        (lambda data: setattr(data.bands[-1], "at_least", D(10)), "0 分起"),
        (lambda data: setattr(data.bands[0], "is_cap", True), "指定一个"),
    ],
)
def test_what_makes_a_scheme_unsound(cast, scheme, change, words):
    data = services.read_scheme(scheme)
    change(data)
    with pytest.raises(ValidationError) as refused:
        services.edit_scheme(scheme, data, by=cast.clerk)
    assert words in "".join(refused.value.messages)


def filled(page) -> dict[str, str]:
    """The edit sheet's fields as the browser would send them back."""
    sheet = page.context["sheet"]
    fields = {"seen": page.context["seen"]}
    for part in (sheet.head, *sheet.groups.forms, *sheet.indicators.forms, *sheet.bands.forms):
        fields |= {field.html_name: field.value() for field in part}
    for lines in (sheet.groups, sheet.indicators, sheet.bands):
        fields |= {field.html_name: field.value() for field in lines.management_form}
    return {name: value for name, value in fields.items() if value is not None and value is not False}


def test_the_edit_sheet_sends_back_what_it_showed(cast, scheme, enter):
    client, address = enter(cast.clerk), reverse("assessment:edit_scheme", args=[scheme.pk])
    fields = filled(client.get(address))
    wrong = client.post(address, fields | {"groups-0-points": "12"})
    assert wrong.status_code == 422 and "应为 100，现为 102" in wrong.content.decode()
    new = {"indicators-22-name": "河长制宣传", "indicators-22-shape": "bonus", "indicators-22-points": "0.5"}
    saved = client.post(address, fields | new, follow=True)
    assert "河长制宣传" in saved.content.decode()
    before, after = services.read_scheme(scheme), services.read_scheme(Scheme.objects.get(version=2))
    assert [one.code for one in after.indicators] == [*[one.code for one in before.indicators], "own_1"]
    assert [band.name for band in after.bands] == [band.name for band in before.bands]


def test_two_windows_save_one_after_the_other(cast, scheme, enter):
    """The second is told, keeps what was written, and may then decide to save it as the next version."""
    client, address = enter(cast.clerk), reverse("assessment:edit_scheme", args=[scheme.pk])
    fields = filled(client.get(address))
    assert client.post(address, fields | {"bonus_cap": "4"}).status_code == 302
    late = client.post(address, fields | {"bonus_cap": "5"})
    assert late.status_code == 409 and "文思齐已于" in late.content.decode()
    assert late.context["sheet"].head["bonus_cap"].value() == "5" and Scheme.objects.count() == 2
    assert client.post(address, fields | {"bonus_cap": "5", "seen": late.context["seen"]}).status_code == 302
    assert Scheme.objects.get(region=cast.county, is_active=True).bonus_cap == 5


def test_a_line_that_lacks_something_is_named(cast, scheme, enter):
    client, address = enter(cast.clerk), reverse("assessment:edit_scheme", args=[scheme.pk])
    page = client.post(address, filled(client.get(address)) | {"bands-1-at_least": "", "indicators-0-points": "x"})
    words = page.content.decode()
    assert page.status_code == 422 and "等次第 2 行最低分" in words and "指标第 1 行分值" in words


def test_each_indicator_shows_its_own_parameters(cast, scheme, enter):
    """No column for what one calculation alone takes: a day of grace of nought is said, a dash means there is none."""
    Indicator.objects.filter(scheme=scheme, calculation="boards_overdue").update(parameters={"grace_days": 0})
    page = enter(cast.town_chief).get(reverse("assessment:scheme", args=[scheme.pk])).content
    rows = BeautifulSoup(page, "html.parser").select("table.scheme tr:has(td)")
    shown = {row.td.text: row.select_one("[data-label=参数]").text for row in rows}
    assert {name for name, words in shown.items() if words != "—"} == {"公示牌超期未更新"}
    assert shown["公示牌超期未更新"] == "宽限天数 0 天"
    assert "宽限天数" not in {head.text for head in BeautifulSoup(page, "html.parser").select("th")}
