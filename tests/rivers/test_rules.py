"""Signboards, nesting and tenures as plain rules."""

from datetime import date

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier
from rivers.boards import rules as boards
from rivers.chiefs import rules as chiefs
from rivers.registry import rules as registry

COUNTY = Region(code="990102000000", name="澄江区", tier=Tier.COUNTY)
TOWN = Region(code="990102101000", name="桥头镇", tier=Tier.TOWN)
PARK = Region(code="990102401000", name="高新园", tier=Tier.TOWN, is_pseudo=True)


def test_overdue_begins_after_the_grace():
    since = date(2026, 3, 1)
    assert boards.overdue_days(since, date(2026, 3, 16), 15) == 0
    assert boards.overdue_days(since, date(2026, 3, 17), 15) == 1
    assert boards.overdue_days(since, date(2026, 3, 17), grace=30) == 0
    assert boards.overdue_days(None, date(2026, 3, 17), 15) == 0


def nests(**changed):
    facts = {
        "tier": Tier.VILLAGE,
        "region_code": "990102101201",
        "river_id": 1,
        "parent_tier": Tier.TOWN,
        "parent_region": TOWN,
        "parent_river_id": 1,
    }
    return registry.nests(**facts | changed)


def test_nesting():
    assert nests()
    assert nests(parent_tier=Tier.COUNTY, parent_region=COUNTY)
    assert "不属于这条河湖" in nests(parent_river_id=2).reason
    assert "级别" in nests(tier=Tier.TOWN).reason
    assert "桥头镇" in nests(region_code="990102102201").reason


def test_a_reach_is_of_its_regions_tier():
    assert registry.reach_fits_region(Tier.TOWN, TOWN)
    assert registry.reach_fits_region(Tier.VILLAGE, PARK)
    assert "区县级" in registry.reach_fits_region(Tier.VILLAGE, COUNTY).reason


def test_tenures_of_responsible_chiefs_do_not_overlap():
    held = [(date(2024, 1, 1), date(2025, 5, 31)), (date(2025, 6, 1), None)]
    assert chiefs.follows_on(date(2026, 1, 1), held)
    assert "2025年6月1日" in chiefs.follows_on(date(2025, 6, 1), held).reason
    assert chiefs.follows_on(date(2026, 1, 1), [])
    assert chiefs.runs_into(date(2026, 1, 1), None)
    assert not chiefs.runs_into(date(2025, 6, 1), date(2025, 5, 31))


def test_who_may_hold_what():
    assert chiefs.may_hold("responsible", "chief", COUNTY, "990102101201")
    assert "河长" in chiefs.may_hold("responsible", "handler", COUNTY, "990102101201").reason
    assert "桥头镇" in chiefs.may_hold("responsible", "chief", TOWN, "990102102201").reason
    assert chiefs.may_hold("police", "handler", COUNTY, "990102101201")
