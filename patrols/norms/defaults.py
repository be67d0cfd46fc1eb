"""Norms, thresholds and check items that ship with the product; the office edits them under 设置."""

from datetime import date

from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.defaults import add_missing
from patrols.norms.choices import WAYS, CheckGroup, NormUnit
from patrols.norms.models import CheckItem, KindRule, Norm, Threshold

# The Shandong pattern (2024): city each quarter, county each month, town each 旬, village each week.
NORMS = [
    (Tier.CITY, NormUnit.QUARTER),
    (Tier.COUNTY, NormUnit.MONTH),
    (Tier.TOWN, NormUnit.TEN_DAYS),
    (Tier.VILLAGE, NormUnit.WEEK),
]
# Before the first quarter anybody will look back at; a norm without a beginning would need a rule of its own.
NORMS_SINCE = date(2024, 1, 1)
# The code table of a working city system (Xining), and 其他.
CHECK_ITEMS = {
    CheckGroup.WATER: "水体异味 颜色异常",
    CheckGroup.SURFACE: "杂物漂浮 油污漂浮 病死动物",
    CheckGroup.CHANNEL: "围网养殖 污泥淤积 沉船 倾倒废土弃渣 工业固废和危废",
    CheckGroup.BANK: "生活垃圾 工业垃圾 建筑垃圾 农业生产废弃物 其他杂物堆放",
    CheckGroup.ACTIVITY: "非法捕鱼 非法采砂",
    CheckGroup.OUTLET: "污水直排 晴天雨水口有污水排放 废水颜色或气味异常 新增排污口 标识未设置",
    CheckGroup.SIGNBOARD: "未设置或缺失 信息更新不及时 设置不规范 倾斜破损或变形变色老化",
    CheckGroup.WORKS: "非法占有河道 涉水违章建（构）筑物 建筑物运行异常",
    CheckGroup.OTHER: "其他问题",
}


def load() -> int:
    """Add what is missing; returns how many rows were added. Never overwrites an edited row."""
    return _norms() + _thresholds() + _kinds() + _check_items()


def _norms() -> int:
    """A tier that has any norm at all has been looked after: it is left alone."""
    held = set(Norm.objects.shipped().values_list("tier", flat=True))
    missing = [Norm(tier=tier, unit=unit, starts_on=NORMS_SINCE) for tier, unit in NORMS if tier not in held]
    return len(Norm.objects.bulk_create(missing, ignore_conflicts=True))


def _thresholds() -> int:
    # Off, and without a figure. Places that had one asked for 5 to 30 minutes and 300 m to 2 km (丁湖镇, 广州 2021,
    # 阿合奇县 2022); 国办函〔2026〕12号 forbids 打卡签到, and tracks from grassroots without necessity.
    return add_missing([Threshold(tier=tier) for tier in Tier], "tier")


def _kinds() -> int:
    """All count: which do not, a district says itself."""
    return add_missing([KindRule(way=way, order=order) for order, (way, _) in enumerate(WAYS)], "way")


def _check_items() -> int:
    if CheckItem.objects.filter(region=None).exists():
        return 0
    pairs = [(group, name) for group, names in CHECK_ITEMS.items() for name in names.split()]
    rows = [CheckItem(group=group, name=name, order=order * 10) for order, (group, name) in enumerate(pairs, start=1)]
    return len(CheckItem.objects.bulk_create(rows, ignore_conflicts=True))
