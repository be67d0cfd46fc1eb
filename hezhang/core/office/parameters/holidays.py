"""The holiday table under 设置, and the warning that next year's is missing."""

from datetime import date

from hezhang.core.kernel.models import Holiday
from hezhang.core.office.parameters.tables import ReferenceTable, register

# 国务院办公厅 publishes the next year's arrangement in October or November.
PUBLISHED_FROM_MONTH = 10


def missing_years(today: date) -> list[int]:
    """Years without a single holiday: this one, and from October the next."""
    wanted = [today.year] + ([today.year + 1] if today.month >= PUBLISHED_FROM_MONTH else [])
    known = set(Holiday.objects.filter(day__year__in=wanted).order_by().values_list("day__year", flat=True).distinct())
    return [year for year in wanted if year not in known]


def missing_words(today: date) -> str:
    """The warning, or ""."""
    years = "、".join(f"{year} 年" for year in missing_years(today))
    return f"还没有录入 {years}的节假日与调休，跨年的整改时限会按普通周末推算。" if years else ""


def register_holidays() -> None:
    register(
        ReferenceTable(
            key="holidays",
            model=Holiday,
            title="节假日与调休",
            fields=["day", "kind", "name"],
            list_fields=["day", "kind", "name"],
            hint="按国务院办公厅每年公布的放假安排录入；整改时限以工作日计算，调休上班的周末算工作日。",
            group="通用",
            order=["-day"],
            warn=missing_words,
        )
    )
