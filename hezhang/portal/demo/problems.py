"""What is found on a river, in the words in which officers write it down, and what is done about it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from issues.clocks.choices import Severity, Track
from issues.ledger.choices import Source


@dataclass(frozen=True)
class Problem:
    """A kind of problem: ``told`` as the office writes it, ``seen`` as a chief writes it under the check item.

    ``{place}`` is where, ``{bank}`` which bank, ``{n}`` how much: drawn once, so that what was found is what is cleared.
    """

    category: str
    item: str
    weight: int
    amounts: range
    told: tuple[str, ...]
    seen: str
    measures: tuple[str, ...]
    settled: tuple[str, ...] = ()
    severity: str = Severity.MINOR
    track: str = Track.TERM
    bureaus: tuple[str, ...] = ()
    from_space: bool = False  # a satellite can see it


PROBLEMS = [
    Problem(
        "漂浮物", "杂物漂浮", 9, range(2, 13),
        ("{place}水面漂浮塑料袋、泡沫箱等垃圾约 {n} 平方米", "{place}有生活垃圾漂浮，约 {n} 平方米，已顺流散开"),
        "塑料袋、泡沫箱约 {n} 平方米，聚在{place}水面",
        ("保洁船打捞漂浮垃圾约 {n} 平方米，运至镇垃圾中转站，该段改为每日巡捞",
         "组织保洁员 3 人打捞清运，并在上游增设拦截浮筒一道"),
        ("电话通知保洁员，40 分钟内打捞完毕", "与保洁员一起打捞上岸，已装袋运走"),
        track=Track.INSTANT,
    ),
    Problem(
        "漂浮物", "杂物漂浮", 6, range(40, 220, 10),
        ("{place}水葫芦成片，约 {n} 平方米，影响行洪和观感", "{place}浮萍、水葫芦聚集，面积约 {n} 平方米"),
        "水葫芦成片，约 {n} 平方米，在{place}",
        ("机械打捞水葫芦约 {n} 平方米，外运堆肥处置，下游设拦截网", "分两天打捞完毕，共出动打捞船 2 艘次，纳入每周巡查"),
    ),
    Problem(
        "漂浮物", "油污漂浮", 2, range(10, 45, 5),
        ("{place}河面有油膜，约 {n} 平方米，疑似附近停放的机械漏油",),
        "油膜约 {n} 平方米，浮在{place}",
        ("铺设吸油毡吸附清理，责令机械业主移车并做好防渗",),
        track=Track.INSTANT, bureaus=("ecology",),
    ),
    Problem(
        "乱堆", "生活垃圾", 7, range(1, 6),
        ("{place}{bank}岸坡倾倒生活垃圾约 {n} 立方米", "{place}河岸有袋装生活垃圾堆积，约 {n} 立方米，部分落入水中"),
        "袋装垃圾约 {n} 立方米，倒在{place}{bank}岸坡",
        ("清运垃圾约 {n} 立方米，岸坡平整覆绿，增设垃圾桶 2 只", "组织清运，查明倾倒人并批评教育，加装监控 1 处"),
        ("请村保洁车当场运走，已提醒附近住户", "联系环卫站当日清完，现场已复看"),
        track=Track.INSTANT,
    ),
    Problem(
        "乱堆", "建筑垃圾", 6, range(3, 22),
        ("{place}{bank}堆放建筑垃圾约 {n} 立方米，占用管理范围", "{place}有装修垃圾和碎砖倾倒，约 {n} 立方米"),
        "碎砖、混凝土块约 {n} 立方米，倾倒在{place}{bank}",
        ("清运建筑垃圾约 {n} 立方米，场地平整，设禁倒标牌", "督促施工业主自行清运完毕，镇综合执法队立案处理"),
        from_space=True,
    ),
    Problem(
        "乱堆", "农业生产废弃物", 5, range(2, 10),
        ("{place}岸坡堆放秸秆、旧农膜，约 {n} 立方米", "{place}农户在河边堆放尾菜和秸秆约 {n} 立方米，有渗液入河"),
        "秸秆、旧农膜约 {n} 立方米，堆在{place}岸坡",
        ("联系农户清运干净，岸坡已复绿", "清运约 {n} 立方米，在田头设集中堆放点 1 处"),
        ("农户当场搬离，已讲明不得在岸坡堆放",),
    ),
    Problem(
        "乱占", "非法占有河道", 3, range(20, 130, 5),
        ("{place}{bank}滩地被开垦种菜，约 {n} 平方米",),
        "菜地约 {n} 平方米，开在{place}{bank}滩地",
        ("农户自行清除作物 {n} 平方米，滩地恢复原状并播撒草籽",),
        from_space=True,
    ),
    Problem(
        "乱占", "非法占有河道", 2, range(30, 240, 10),
        ("{place}{bank}管理范围内围栏圈占约 {n} 平方米", "{place}{bank}岸边堆放建材，占用管理范围约 {n} 平方米"),
        "圈占约 {n} 平方米，在{place}{bank}",
        ("清退占用 {n} 平方米，与当事人签订承诺书，界桩已补设",),
        from_space=True,
    ),
    Problem(
        "乱建", "涉水违章建（构）筑物", 3, range(15, 65, 5),
        ("{place}{bank}管理范围内搭建简易棚约 {n} 平方米", "{place}临河私搭钢结构平台约 {n} 平方米，未经审批"),
        "简易棚约 {n} 平方米，搭在{place}{bank}",
        ("当事人自行拆除 {n} 平方米，建筑材料清离，场地平整", "下达责令改正通知书，到期后依法拆除并复绿"),
        severity=Severity.SERIOUS, bureaus=("enforcement", "land"), from_space=True,
    ),
    Problem(
        "非法捕捞", "非法捕鱼", 4, range(2, 16),
        ("{place}设置地笼 {n} 只", "{place}河道内布设地笼、围网，共 {n} 处"),
        "地笼 {n} 只，布在{place}",
        ("会同农业执法队起获网具 {n} 件，予以没收", "清除网具 {n} 件，当事人已移送农业执法队处理"),
        ("当场起获地笼 {n} 只，交镇农业执法人员",),
        bureaus=("farming",),
    ),
    Problem(
        "护岸损毁", "建筑物运行异常", 3, range(3, 16),
        ("{place}{bank}护岸坍塌约 {n} 米，有继续发展迹象", "{place}浆砌石挡墙开裂、外倾，长约 {n} 米"),
        "护岸坍塌约 {n} 米，在{place}{bank}",
        ("抛石固脚，拆除重砌 {n} 米，已完工验收", "险工段 {n} 米已加固重砌，坡面恢复植被"),
        severity=Severity.SERIOUS, bureaus=("water",),
    ),
    Problem(
        "污水直排", "污水直排", 4, range(2, 7),
        ("{place}沿岸 {n} 户生活污水经明管直排入河", "{place}{bank}有 {n} 户生活污水未纳管，直接入河"),
        "{n} 户生活污水经明管入河，在{place}{bank}",
        ("新铺支管接入污水管网，{n} 户全部纳管，封堵原排口", "{n} 户已纳管，原排口封堵，岸坡冲洗干净"),
        severity=Severity.SERIOUS, bureaus=("ecology", "housing"),
    ),
    Problem(
        "污水直排", "晴天雨水口有污水排放", 4, range(300, 700, 100),
        ("{place}雨水排口（管径约 {n} 毫米）晴天出水，水色发灰有异味",),
        "{place}雨水口（管径约 {n} 毫米）连续出水，色灰、有异味",
        ("溯源查明混接点 2 处，改接污水管，封堵混接口", "疏通上游堵塞的污水检查井，晴天已无出水"),
        severity=Severity.SERIOUS, bureaus=("housing", "ecology"),
    ),
    Problem(
        "水体异常", "颜色异常", 1, range(60, 320, 20),
        ("{place}约 {n} 米河段水体发黑，有明显臭味",),
        "水体发黑发臭约 {n} 米，{place}起往下游",
        ("截断入河污水，清淤并生态补水，水质检测已恢复",),
        severity=Severity.MAJOR, bureaus=("ecology", "housing"),
    ),
    Problem(
        "水体异常", "水体异味", 3, range(30, 160, 10),
        ("{place}约 {n} 米河段水体浑浊、有异味", "{place}水面泛绿，藻类聚集约 {n} 米"),
        "水体浑浊、有异味约 {n} 米，{place}附近",
        ("排查沿线排口，清理沉积物，开闸换水，水色恢复正常",),
        bureaus=("ecology",),
    ),
    Problem(
        "乱采", "非法采砂", 1, range(10, 60, 5),
        ("{place}滩地有取土采砂痕迹，约 {n} 立方米",),
        "取土坑 2 处约 {n} 立方米，在{place}滩地",
        ("责令停止，回填 {n} 立方米并复绿，对当事人立案查处",),
        severity=Severity.SERIOUS, bureaus=("water",), from_space=True,
    ),
    Problem(
        "公示牌", "倾斜破损或变形变色老化", 4, range(1, 2),
        ("{place}河长公示牌倾斜、版面褪色",),
        "公示牌倾斜、字迹褪色，立在{place}",
        ("扶正加固立柱，更换版面", "立柱重新浇筑，版面已换新"),
        ("当场扶正，立柱培土压实",),
        track=Track.INSTANT,
    ),
    Problem(
        "公示牌", "信息更新不及时", 2, range(1, 2),
        ("{place}公示牌仍为前任河长姓名和电话",),
        "公示牌仍写前任河长姓名，立在{place}",
        ("更换版面，河长姓名、电话已核对",),
        track=Track.INSTANT,
    ),
    Problem(
        "其他", "污泥淤积", 2, range(20, 90, 5),
        ("{place}河床淤积，长约 {n} 米，枯水时露滩",),
        "淤泥露滩约 {n} 米，在{place}",
        ("机械清淤约 {n} 米，淤泥外运处置",),
        bureaus=("water",),
    ),
]  # fmt: skip

PLACES = [
    "老码头", "排涝泵站旁", "村委会后", "节制闸下游约 50 米处", "公路桥下", "菜场后门", "古樟树旁", "渡槽下",
    "两河汇流口", "机耕桥上游约 30 米处", "文化礼堂前", "小学后门河埠头", "养殖场围墙外", "滚水坝下游约 80 米处",
    "步行桥下", "停车场外侧", "亲水平台旁", "苗圃旁", "民宿门前", "铁路桥上游约 100 米处", "水文站下游", "茶厂后侧",
]  # fmt: skip
BANKS = ["左岸", "右岸"]

REQUIREMENTS = [
    "请现场核实后立即整改，完成后上传同角度照片。",
    "请明确专人负责，按期整改到位，并说明防止反弹的措施。",
    "请按整改标准办理，每周填报一次进展。",
    "请于时限内完成，整改前后照片须同一角度。",
]
STARTED = [
    "已现场踏勘，落实责任人。",
    "已与村里对接，明确整改办法。",
    "已制定方案，安排人员进场。",
    "已联系施工队，近日进场。",
]
HALFWAY = [
    "已完成一半，其余正在整改。",
    "主体已完成，正在收尾。",
    "机械已进场，完成约六成。",
    "进度过半，预计按期完成。",
]
DELAYED = [
    "连日降雨水位偏高，作业暂缓，待退水后继续。", "作业面狭窄，改用小型机械，进度偏慢。", "施工材料未到，已催供货方。",
    "位于两村交界，正协调进场道路。",
]  # fmt: skip
OPINIONS = [
    "现场核查，整改到位，与照片一致，同意销号。", "到现场看过，已整改到位，未见反弹。", "经核查，已按要求整改完成。",
    "现场复核，问题已消除，建议销号并纳入日常巡查。",
]  # fmt: skip
SENT_BACK = [
    "整改不彻底，边角仍有遗留，请完善后重新申请。",
    "照片与现场角度不一致，且仍有遗留，请继续整改。",
    "只做了一半，下游侧尚未处理。",
]
REJECTED = [
    "现场复核未发现所述情况，附近居民反映已自行清走。",
    "所述点位不在河道管理范围内，已转相关部门。",
    "经核实为正常施工围堰，手续齐全。",
]
NOT_OURS = ["该点位不属本单位职责范围，建议交属地乡镇办理。", "经核对，该处由属地负责日常管护，请改派。"]
NOTES = [
    "水面清洁，岸线无新增问题。", "水质感官良好，公示牌完好。", "沿线看过，未见异常。", "保洁到位，水位正常。", "雨后水色略浑，无漂浮物。",
    "上次清理的点位没有反弹。", "两岸绿化已修剪，水面干净。", "排口晴天无出水。", "", "", "", "",
]  # fmt: skip
# How often each way of hearing of a problem comes up, patrols apart.
SOURCES = {
    Source.HOTLINE: 6, Source.PUBLIC: 3, Source.COVERT: 4, Source.DRONE: 4, Source.SUPERIOR: 2, Source.DEPARTMENT: 1,
    Source.SATELLITE: 9,
}  # fmt: skip


@dataclass
class Sight:
    """One problem as it was met with: where, on which bank, how much."""

    problem: Problem
    dice: random.Random
    slots: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        draw = self.dice.choice
        self.slots = {"place": draw(PLACES), "bank": draw(BANKS), "n": draw(self.problem.amounts)}

    def write(self, *patterns: str) -> str:
        """One of the sentences, with what was met with put in."""
        return self.dice.choice(patterns).format(**self.slots)

    @property
    def told(self) -> str:
        return self.write(*self.problem.told)

    @property
    def seen(self) -> str:
        return self.write(self.problem.seen)

    @property
    def measures(self) -> str:
        return self.write(*self.problem.measures)


def meet(dice: random.Random, *categories: str, instant: bool | None = None) -> Sight:
    """A problem, each as likely as it is common; of these categories (any, if none is named)."""
    fitting = [
        one
        for one in PROBLEMS
        if (not categories or one.category in categories)
        and (instant is None or (one.track == Track.INSTANT) is instant)
    ]
    return Sight(dice.choices(fitting, [one.weight for one in fitting])[0], dice)


def source_of(dice: random.Random, problem: Problem) -> str:
    """How the office heard of it: only what can be seen from above comes from above."""
    known = {name: weight for name, weight in SOURCES.items() if problem.from_space or name != Source.SATELLITE}
    return dice.choices(list(known), list(known.values()))[0]
