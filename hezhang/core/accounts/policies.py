"""密码与登录策略: the figures that the security administrator may change on a page, with what each is for."""

from __future__ import annotations

from dataclasses import dataclass

from hezhang.core.accounts.models import Policy


@dataclass(frozen=True)
class Figure:
    """One figure: ``least`` and ``most`` bound what may be typed; ``off``: 0 switches it off."""

    key: str
    label: str
    unit: str
    shipped: int
    least: int
    most: int
    why: str
    off: bool = False

    def words(self, value: int) -> str:
        """10 位; 未启用."""
        return "未启用" if self.off and not value else f"{value} {self.unit}"

    def fits(self, value: int) -> bool:
        return self.least <= value <= self.most or (self.off and value == 0)

    @property
    def bounds(self) -> str:
        """What may be typed, in words."""
        return f"{self.least}–{self.most} {self.unit}" + ("，0 为不启用" if self.off else "")


PASSWORD_LENGTH = Figure(
    "password_length", "密码最短长度", "位", 10, 10, 30,
    "不得低于 10 位。加长比多加一类符号更有用；改后只对以后设置的密码起作用。",
)  # fmt: skip
# NIST SP 800-63B, 5.1.1.2: memorized secrets should not be required to be changed arbitrarily (e.g. periodically).
PASSWORD_DAYS = Figure(
    "password_days", "密码有效期", "天", 0, 30, 730,
    "默认不启用：定期强制更换会使人只在旧密码后加一个数字，反而好猜；有泄露迹象的应立即重置。测评机构或上级要求定期更换的，"
    "可填 90；启用后每天凌晨把超期的账号标为须改密码，本人下次打开页面时先改密码。", off=True,
)  # fmt: skip
IDLE_DAYS = Figure(
    "idle_days", "闲置账号报告", "天", 0, 30, 730,
    "默认不启用：村级河长一季登录一次也属正常。启用后，“账号检查”列出超过这些天没有登录的在任人员；只报告，不自动停用。",
    off=True,
)  # fmt: skip
FIGURES = [PASSWORD_LENGTH, PASSWORD_DAYS, IDLE_DAYS]


def value_of(figure: Figure) -> int:
    """The figure in force."""
    found = Policy.objects.filter(pk=figure.key).values_list("value", flat=True).first()
    return figure.shipped if found is None else found


def values() -> dict[str, int]:
    """All figures in force, by key; one query."""
    changed = dict(Policy.objects.values_list("key", "value"))
    return {figure.key: changed.get(figure.key, figure.shipped) for figure in FIGURES}
