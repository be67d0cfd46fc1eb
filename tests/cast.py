"""The cast: the same few people in every test, in a small district that nobody has to set up again.

澄江区 lies in 清源市, beside 望湖区. 桥头镇 has two villages, 柳岸镇 one. 澄溪 runs through 桥头镇 with nested reaches.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hezhang.core.accounts.choices import DepartmentKind, Role
from hezhang.core.accounts.models import Department, Post, Region, User
from hezhang.core.kernel.choices import Tier
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River

SINCE = date(2024, 1, 1)
REGIONS = [
    ("city", "990100000000", "清源市", Tier.CITY, None),
    ("county", "990102000000", "澄江区", Tier.COUNTY, "990100000000"),
    ("neighbour", "990103000000", "望湖区", Tier.COUNTY, "990100000000"),
    ("town", "990102101000", "桥头镇", Tier.TOWN, "990102000000"),
    ("town2", "990102102000", "柳岸镇", Tier.TOWN, "990102000000"),
    ("neighbour_town", "990103101000", "望北镇", Tier.TOWN, "990103000000"),
    ("village", "990102101201", "上桥村", Tier.VILLAGE, "990102101000"),
    ("village2", "990102101202", "下桥村", Tier.VILLAGE, "990102101000"),
    ("village3", "990102102201", "柳下村", Tier.VILLAGE, "990102102000"),
]
PEOPLE = [
    # key, name, role, region, department, title
    ("city_chief", "程远山", Role.CHIEF, "city", None, "副市长"),
    ("county_chief", "季明河", Role.CHIEF, "county", None, "副区长"),
    ("town_chief", "乔立本", Role.CHIEF, "town", None, "镇长"),
    ("village_chief", "尚有田", Role.CHIEF, "village", None, "村党支部书记"),
    ("village2_chief", "夏守信", Role.CHIEF, "village2", None, "村委会主任"),
    ("clerk", "文思齐", Role.OFFICE_CLERK, "county", "office", "科员"),
    ("head", "何长清", Role.OFFICE_HEAD, "county", "office", "主任"),
    ("handler", "施建工", Role.HANDLER, "county", "bureau", "水政科科长"),
    ("town_handler", "乔办事", Role.HANDLER, "town", "town_gov", "农办主任"),
    ("patroller", "巡小舟", Role.PATROLLER, "town", None, "巡河员"),
    ("leader", "区望津", Role.LEADER, "county", None, "区长、总河长"),
    ("system_admin", "管系统", Role.SYSTEM_ADMIN, "county", None, "系统管理员"),
    ("security_admin", "安守全", Role.SECURITY_ADMIN, "county", None, "安全管理员"),
    ("audit_admin", "申记审", Role.AUDIT_ADMIN, "county", None, "审计管理员"),
    ("neighbour_chief", "邻望湖", Role.CHIEF, "neighbour", None, "副区长"),
    ("neighbour_clerk", "邻文书", Role.OFFICE_CLERK, "neighbour", "neighbour_office", "科员"),
]
KEYS = [key for key, *_ in PEOPLE]


@dataclass
class Cast:
    """Posts by key (``cast.clerk``), and the district around them (``cast.county``, ``cast.village_reach`` …)."""

    members: dict[str, Post] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        found = self.members.get(key) or self.places.get(key)
        if found is None:
            raise AttributeError(key)
        return found

    def __getitem__(self, key: str) -> Post:
        return self.members[key]


def build() -> Cast:
    """The whole cast, freshly made; about forty inserts."""
    cast = Cast()
    by_code = {}
    for key, code, name, tier, parent in REGIONS:
        by_code[code] = Region.objects.create(code=code, name=name, tier=tier, parent=by_code.get(parent))
        cast.places[key] = by_code[code]
    _departments(cast)
    for key, name, role, region, unit, title in PEOPLE:
        cast.members[key] = _post(cast, key, name, role, region, unit, title)
    _river(cast)
    return cast


def _departments(cast: Cast) -> None:
    for key, name, kind, region in [
        ("office", "澄江区河长制办公室", DepartmentKind.OFFICE, "county"),
        ("bureau", "澄江区水利局", DepartmentKind.MEMBER, "county"),
        ("bureau2", "澄江区住建局", DepartmentKind.MEMBER, "county"),
        ("town_gov", "桥头镇人民政府", DepartmentKind.TOWN, "town"),
        ("neighbour_office", "望湖区河长制办公室", DepartmentKind.OFFICE, "neighbour"),
    ]:
        cast.places[key] = Department.objects.create(name=name, kind=kind, region=cast.places[region])


def _post(cast: Cast, key: str, name: str, role: Role, region: str, unit: str | None, title: str) -> Post:
    user = User(username=key, name=name)
    user.set_unusable_password()
    user.save()
    unit_row = cast.places[unit] if unit else None
    return Post.objects.create(
        user=user, role=role, region=cast.places[region], department=unit_row, title=title, starts_on=SINCE
    )


def _river(cast: Cast) -> None:
    river = River.objects.create(name="澄溪", code="990102R0001", region=cast.county, length_km=12)
    cast.places["river"] = river
    parent = None
    for key, tier, region, chief in [
        ("county_reach", Tier.COUNTY, "county", "county_chief"),
        ("town_reach", Tier.TOWN, "town", "town_chief"),
        ("village_reach", Tier.VILLAGE, "village", "village_chief"),
    ]:
        name = f"澄溪{cast.places[region].name}段"
        parent = Reach.objects.create(
            river=river, parent=parent, tier=tier, region=cast.places[region], code=f"R1-{tier}", name=name, length_km=4
        )
        cast.places[key] = parent
        Tenure.objects.create(post=cast[chief], reach=parent, kind=TenureKind.RESPONSIBLE, starts_on=SINCE)
    cast.places["village2_reach"] = Reach.objects.create(
        river=river,
        parent=cast.town_reach,
        tier=Tier.VILLAGE,
        region=cast.village2,
        code="R1-village2",
        name="澄溪下桥村段",
    )
    Tenure.objects.create(
        post=cast.village2_chief, reach=cast.village2_reach, kind=TenureKind.RESPONSIBLE, starts_on=SINCE
    )
