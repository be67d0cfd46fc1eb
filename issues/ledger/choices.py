"""Words of the issue ledger."""

from django.db import models

from hezhang.core.kernel.choices import Toned


class State(Toned):
    # 登记 → 交办 → 承办 → 办结 as in 西宁's 河长云, with a visit to the site before 销号 as in Guangdong.
    # 上报: what a village could not solve is the town chief's for a workday, before the office has to take it up.
    RAISED = "raised", "orange", "待河长答复"
    REPORTED = "reported", "orange", "待登记"
    REGISTERED = "registered", "orange", "待交办"
    DISPATCHED = "dispatched", "cyan", "待签收"
    RECTIFYING = "rectifying", "blue", "整改中"
    # 客观原因 (汛期高水位、司法程序…): the clock stands still until the office lifts it.
    SUSPENDED = "suspended", "cyan", "已挂起"
    APPLIED = "applied", "orange", "待核查"
    VERIFIED = "verified", "cyan", "待销号"
    CLOSED = "closed", "green", "已销号"
    SETTLED = "settled", "green", "河长已解决"
    UNFOUNDED = "unfounded", "不属实"
    # Another issue is the same matter, and is handled for both.
    MERGED = "merged", "已合并"


ENDED = frozenset({State.CLOSED, State.SETTLED, State.UNFOUNDED, State.MERGED})
OPEN_STATES = frozenset(State) - ENDED
# The unit is at work: only then does the deadline run.
RUNNING_STATES = frozenset({State.DISPATCHED, State.RECTIFYING})


class Source(models.TextChoices):
    # The code lists of working systems, with 12314 (the ministry's own line, answered to it), with drone and camera: of 601
    # problems 越城区 counted 160 and 226 from them.
    PATROL = "patrol", "巡河"
    SUPERIOR = "superior", "上级交办"
    COVERT = "covert", "暗访督查"
    DEPARTMENT = "department", "部门移交"
    PUBLIC = "public", "群众举报"
    HOTLINE = "hotline", "12345热线"
    MWR_LINE = "mwr_line", "12314监督举报"
    DRONE = "drone", "无人机"
    CAMERA = "camera", "视频监控"
    SATELLITE = "satellite", "卫星遥感图斑"
    MEDIA = "media", "媒体监督"
    LOOK_BACK = "lookback", "回头看"
    OTHER = "other", "其他"


class ListLevel(models.TextChoices):
    """Who listed the issue: a listed issue is signed off by the level that listed it."""

    # Guangdong's 销号清单 is the province's, though counties rectify: who listed it is not who puts it right.
    NATION = "nation", "国家"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "区县级"
    TOWN = "town", "乡镇级"


class ListVerdict(models.TextChoices):
    """What a superior's 销号清单 says of a problem that he has listed."""

    CLOSE = "close", "同意销号"
    SEND_BACK = "send_back", "不予销号"


class PhotoKind(models.TextChoices):
    FOUND = "found", "发现照片"
    BEFORE = "before", "整改前"
    DURING = "during", "整改中"
    AFTER = "after", "整改后"
    ON_SITE = "on_site", "现场核查"
    LATER = "later", "回头看"


class EvidenceStep(models.TextChoices):
    """The verbs that photos may be demanded for."""

    REPORT = "report", "上报"
    RECTIFY = "rectify", "填报进展"
    APPLY = "apply", "申请销号"
    VERIFY = "verify", "现场核查"
    HOLD = "hold", "巩固"
    REBOUND = "rebound", "反弹"


class ChiefView(models.TextChoices):
    """责任河长意见 on an application for sign-off."""

    AGREES = "agree", "同意"
    OBJECTS = "disagree", "不同意"


class Look(models.TextChoices):
    """回头看: what was found where an issue had been signed off."""

    HOLDS = "holds", "巩固"
    REBOUND = "rebound", "反弹"
