"""设置: reference tables edited by the office, journalled, never over somebody else's change."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.models import Holiday
from hezhang.core.office.parameters import tables
from hezhang.core.office.parameters.holidays import missing_words
from hezhang.core.office.parameters.services import RowInUse, delete_setting
from hezhang.core.office.parameters.tables import ReferenceTable
from hezhang.core.office.parameters.views import PAGE_SIZE
from issues.ledger.models import Category, Issue
from rivers.water.models import WaterLimit, WaterStandard

pytestmark = pytest.mark.story_until("2026-11-20")

DAY = date(2031, 10, 1)


@pytest.fixture
def holiday(cast):
    return Holiday.objects.create(day=DAY, kind="off", name="国庆节")


def address(name, *args):
    return reverse(f"web:{name}_setting" if name else "web:setting", args=["holidays", *args])


def test_index_and_table_show_to_office_and_system_administrator_alone(cast, enter, holiday):
    for member, status in [
        ("clerk", 200),
        ("system_admin", 200),
        ("handler", 403),
        ("audit_admin", 403),
        ("leader", 403),
    ]:
        client = enter(cast[member])
        for url in [reverse("web:settings"), address("")]:
            assert client.get(url).status_code == status
        for url in [address("add"), address("edit", DAY), address("delete", DAY)]:
            assert client.get(url).status_code == (200 if member == "system_admin" else 403)


def test_add_edit_and_delete_are_journalled_with_before_and_after(cast, enter):
    client = enter(cast.system_admin)
    client.post(address("add"), {"day": "2031-10-01", "kind": "off", "name": "国庆"})
    row = Holiday.objects.get(day=DAY)
    seen = client.get(address("edit", DAY)).context["form"]["seen"].value()
    client.post(address("edit", DAY), {"day": "2030-01-01", "kind": "work", "name": "国庆", "seen": seen})
    row.refresh_from_db()
    assert row.kind == "work" and not Holiday.objects.filter(day="2030-01-01").exists()
    client.post(address("delete", DAY))
    added, edited, deleted = Entry.objects.filter(action__startswith="reference.holidays").order_by("id")
    assert added.after == {"day": "2031-10-01", "kind": "off", "name": "国庆"}
    assert (edited.before, edited.after) == ({"kind": "off"}, {"kind": "work"})
    assert (deleted.before["kind"], deleted.post) == ("work", cast.system_admin)


def test_a_stale_form_gets_a_conflict_page_that_keeps_the_text(cast, enter, holiday):
    first, second = enter(cast.system_admin), enter(cast.system_admin)
    seen = first.get(address("edit", DAY)).context["form"]["seen"].value()
    data = {"kind": "off", "seen": seen}
    assert second.post(address("edit", DAY), data | {"name": "她的说明"}).status_code == 302
    response = first.post(address("edit", DAY), data | {"name": "我的说明"})
    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="我的说明"' in page and "她的说明" in page
    assert Holiday.objects.get(day=DAY).name == "她的说明"
    again = data | {"name": "我的说明", "seen": response.context["form"]["seen"].value()}
    assert first.post(address("edit", DAY), again).status_code == 302
    assert Holiday.objects.get(day=DAY).name == "我的说明"


def test_a_form_without_its_fingerprint_writes_nothing(cast, enter, holiday):
    response = enter(cast.system_admin).post(address("edit", DAY), {"kind": "work", "name": "x"})
    assert response.status_code == 409
    assert Holiday.objects.get(day=DAY).kind == "off"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"day": "2031-13-01", "kind": "off"},
        {"day": "2031-10-01", "kind": "x"},
        {"day": "2031-10-02", "kind": "off", "name": "\x00"},
    ],
)
def test_a_wrong_row_comes_back_with_its_errors(cast, enter, data):
    before = Holiday.objects.count()
    assert enter(cast.system_admin).post(address("add"), data).status_code == 422
    assert Holiday.objects.count() == before


@pytest.mark.parametrize("key", ["x", "2031-13-45", "2031-10-02", "0"])
def test_a_row_that_is_not_there_is_404(cast, enter, key):
    assert enter(cast.system_admin).get(address("edit", key)).status_code == 404
    assert enter(cast.system_admin).post(address("delete", key)).status_code == 404
    assert enter(cast.system_admin).get(reverse("web:setting", args=["nothing"])).status_code == 404


def test_a_row_in_use_stays_with_the_reason(cast):
    category = Category.objects.create(name="测试类")
    Issue.objects.create(
        number="T1",
        source="office",
        region=cast.county,
        river=cast.river,
        category=category,
        text="垃圾",
        found_at="2026-11-01T00:00Z",
        state_since="2026-11-01T00:00Z",
    )
    table = ReferenceTable("t", Category, "类别", fields=["name"], list_fields=["name"])
    with pytest.raises(RowInUse, match="1 条“问题”"):
        delete_setting(table, category, by=cast.system_admin)
    assert Category.objects.filter(pk=category.pk).exists()


def test_the_office_is_told_when_holidays_are_missing(cast, enter):
    Holiday.objects.all().delete()
    Holiday.objects.create(day=date(2026, 10, 1), kind="off")
    # The desk and the settings ask kernel.workdays alike: from November on.
    assert missing_words(date(2026, 10, 31)) == ""
    assert "2027 年" in missing_words(date(2026, 11, 21))
    Holiday.objects.all().delete()
    assert "notice-orange" in enter(cast.system_admin).get(reverse("web:settings")).content.decode()


def test_every_registered_table_opens(cast, enter):
    client = enter(cast.system_admin)
    for items in tables.grouped().values():
        for table in items:
            assert client.get(reverse("web:setting", args=[table.key])).status_code == 200
            if table.can_add:
                assert client.get(reverse("web:add_setting", args=[table.key])).status_code == 200
            row = table.rows().first()
            if row is not None:
                assert client.get(reverse("web:edit_setting", args=[table.key, row.pk])).status_code == 200


def test_a_long_table_is_paged_and_every_row_stands_on_one_page(cast, enter):
    Holiday.objects.all().delete()
    days = [DAY + timedelta(days=number) for number in range(PAGE_SIZE * 2 + 3)]
    Holiday.objects.bulk_create(Holiday(day=day, kind="off") for day in days)
    client, shown = enter(cast.system_admin), []
    for number in (1, 2, 3):
        answer = client.get(address(""), {"page": number})
        shown += [row["pk"] for row in answer.context["rows"]]
        assert f"共 {len(days)} 条" in answer.content.decode()
    assert shown == sorted(days, reverse=True)
    page = client.get(address("")).content.decode()
    assert f"第 1–{PAGE_SIZE} 条" in page and 'rel="next" href="?page=2"' in page and 'rel="prev"' not in page


@pytest.mark.parametrize(("page", "nearest"), [("99", 2), ("-1", 2), ("x", 1), ("", 1)])
def test_a_page_that_is_not_there_is_the_nearest_one(cast, enter, page, nearest):
    Holiday.objects.all().delete()
    Holiday.objects.bulk_create(
        Holiday(day=DAY + timedelta(days=number), kind="off") for number in range(PAGE_SIZE + 1)
    )
    assert enter(cast.system_admin).get(address(""), {"page": page}).context["page"].number == nearest


def test_who_edits_on_the_second_page_comes_back_to_it(cast, enter):
    Holiday.objects.bulk_create(
        Holiday(day=DAY + timedelta(days=number), kind="off") for number in range(PAGE_SIZE + 1)
    )
    client, url = enter(cast.system_admin), f"{address('edit', DAY)}?page=2"
    assert f'href="{url}"' in client.get(address(""), {"page": 2}).content.decode()
    opened = client.get(url)
    assert f'href="{address("")}?page=2"' in opened.content.decode()
    data = {"kind": "work", "name": "补班", "seen": opened.context["form"]["seen"].value()}
    assert client.post(url, data).url == f"{address('')}?page=2"
    assert client.post(f"{address('delete', DAY)}?page=//evil").url == address("")


def test_figures_carry_no_needless_zeros_and_saving_them_unchanged_is_no_change(cast, enter):
    row = WaterLimit.objects.create(
        standard=WaterStandard.objects.create(code="GB X", name="样", valid_from=DAY),
        item="zn", item_name="锌", water_class=1, limit="0.05",
    )  # fmt: skip
    client = enter(cast.system_admin)
    for url in [
        reverse("web:setting", args=["water_limits"]),
        reverse("web:edit_setting", args=["water_limits", row.pk]),
    ]:
        page = client.get(url).content.decode()
        assert "0.05" in page and "0.050000" not in page
    form = client.get(url).context["form"]
    data = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    assert client.post(url, data).status_code == 302
    assert not Entry.objects.filter(action="reference.water_limits.edit").exists()
    assert client.post(url, data | {"limit": "0.06"}).status_code == 302
    assert Entry.objects.get(action="reference.water_limits.edit").before == {"limit": "0.05"}
