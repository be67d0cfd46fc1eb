"""Rivers, reaches and sections are entered by the office, inside its region, whole and journalled."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.refusal import EditedMeanwhile, Refusal
from rivers.boards.services import create_signboard
from rivers.registry.choices import RiverKind
from rivers.registry.models import River
from rivers.registry.services import create_reach, create_river, edit_reach, edit_river
from rivers.water.choices import WaterClass
from rivers.water.services import record_month

pytestmark = pytest.mark.story_until("2026-07-01")


def new_river(cast, by=None, **changed):
    facts = {"name": "长兴港", "kind": RiverKind.RIVER, "code": "990102R0002", "region": cast.county, "length_km": 3}
    return create_river(by=by, **facts | changed)


def new_reach(cast, by=None, **changed):
    facts = {"river": cast.river, "tier": Tier.TOWN, "region": cast.town2, "code": "R1-town2", "name": "澄溪柳岸镇段"}
    return create_reach(by=by, **facts | {"parent": cast.county_reach} | changed)


def test_a_river_is_entered_and_journalled(cast):
    river = new_river(cast, cast.clerk, basin="清江水系")
    assert (river.pinyin, river.basin, river.version) == ("cxg", "清江水系", 1)
    entry = Entry.objects.get(action="river.create")
    assert entry.post == cast.clerk and entry.after["name"] == "长兴港"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"code": "990102R0001"}, "code"),
        ({"kind": "sea"}, "kind"),
        ({"length_km": 0}, "length_km"),
    ],
)
def test_a_wrong_river_is_refused_by_field(cast, changed, field):
    with pytest.raises(ValidationError) as refused:
        new_river(cast, cast.clerk, **changed)
    assert field in refused.value.message_dict
    assert River.objects.count() == 1


@pytest.mark.parametrize("who", ["handler", "town_chief", "leader", "system_admin", "neighbour_clerk"])
def test_only_the_offices_own_staff_write(cast, who):
    with pytest.raises(PermissionDenied):
        new_river(cast, cast[who])


def test_reaches_nest(cast):
    assert new_reach(cast, cast.clerk).parent == cast.county_reach
    with pytest.raises(ValidationError, match="柳岸镇"):
        create_reach(
            by=None,
            river=cast.river,
            tier=Tier.VILLAGE,
            region=cast.village,
            code="x",
            name="x",
            parent=cast.river.reaches.get(code="R1-town2"),
        )
    with pytest.raises(ValidationError, match="不属于这条河湖"):
        new_reach(cast, river=new_river(cast), code="y")


def test_a_stale_edit_is_refused_with_what_it_is_now(cast):
    edit_river(cast.river, {"basin": "甲"}, by=cast.clerk, seen=1)
    late = River.objects.get(pk=cast.river.pk)
    with pytest.raises(EditedMeanwhile) as refused:
        edit_river(late, {"basin": "乙"}, by=cast.head, seen=1)
    assert refused.value.current.basin == "甲"
    assert River.objects.get(pk=cast.river.pk).version == 2
    assert Entry.objects.get(action="river.edit").before == {"basin": ""}


def test_editing_a_reach_keeps_its_children_inside(cast):
    with pytest.raises(ValidationError, match="下级河段"):
        edit_reach(cast.town_reach, {"region": cast.town2}, by=cast.clerk, seen=1)
    cast.town_reach.refresh_from_db()
    edited = edit_reach(cast.town_reach, {"start_place": "一号桥", "version": 9}, by=cast.clerk, seen=1)
    assert (edited.start_place, edited.version) == ("一号桥", 2)


def test_boards_follow_their_reach_into_another_region(cast):
    reach = new_reach(cast)
    board = create_signboard(by=None, reach=reach, code="B2", place="新桥", renewed_on=date(2026, 1, 1))
    elsewhere = create_signboard(
        by=None, reach=cast.village_reach, code="B3", place="老桥", renewed_on=date(2026, 1, 1)
    )
    edit_reach(reach, {"region": cast.town}, by=cast.clerk, seen=1)
    board.refresh_from_db(), elsewhere.refresh_from_db()
    assert (board.region, elsewhere.region) == (cast.town, cast.village)


def test_a_month_is_classed_from_its_readings(cast, section):
    month = record_month(
        by=cast.clerk,
        section=section,
        month=date(2026, 5, 20),
        readings={"nh3n": "1.2", "do": "6", "tp": " ", "cr6": "0.004L"},
    )
    assert (month.month, month.water_class, month.main_pollutants) == (date(2026, 5, 1), WaterClass.IV, "氨氮(0.2)")
    assert month.is_met is False
    assert {r.item: str(r.value) for r in month.readings.all()} == {
        "nh3n": "1.200000",
        "do": "6.000000",
        "cr6": "0.002000",
    }


def test_recording_again_puts_the_month_right(cast, section):
    facts = {"section": section, "month": date(2026, 5, 1)}
    record_month(by=cast.clerk, readings={"nh3n": "1.2"}, **facts)
    with pytest.raises(Refusal) as refused:
        record_month(by=cast.clerk, readings={"nh3n": "0.9"}, **facts)
    assert "更正原因" in refused.value.fields["reason"]
    month = record_month(by=cast.clerk, readings={"nh3n": "0.9"}, reason="录入错误", **facts)
    assert section.months.count() == 1 and month.is_met and month.main_pollutants == ""
    last = Entry.objects.filter(action="section.month").order_by("id").last()
    assert (last.before["readings"], last.after["readings"]) == ("nh3n=1.2", "nh3n=0.9")
    assert last.after["reason"] == "录入错误"


def test_a_dry_month_is_not_assessed(cast, section):
    month = record_month(by=None, section=section, month=date(2026, 1, 1), readings={}, monitored="dry")
    assert month.water_class is None and month.is_met is None and month.standard is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"readings": {"nh3n": "很低"}}, "nh3n"),
        ({"readings": {"zz": "1"}}, "zz"),
        ({"readings": {}}, "monitored"),
        ({"readings": {"tn": "1"}}, "monitored"),
        ({"readings": {"nh3n": "1"}, "monitored": "dry"}, "monitored"),
        ({"readings": {"nh3n": "1"}, "month": date(2099, 1, 1)}, "month"),
        ({"readings": {"nh3n": "1"}, "month": date(1999, 1, 1)}, "month"),
    ],
)
def test_a_wrong_month_is_refused_by_field(cast, section, facts, field):
    with pytest.raises(ValidationError) as refused:
        record_month(by=cast.clerk, section=section, **{"month": date(2026, 5, 1)} | facts)
    assert field in refused.value.message_dict
    assert not section.months.exists()
