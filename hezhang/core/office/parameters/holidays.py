"""The holiday table under 设置, and the warning that next year's is missing."""

from datetime import date

from hezhang.core.kernel.models import Holiday
from hezhang.core.kernel.workdays import missing_years
from hezhang.core.office.parameters.tables import ReferenceTable, register


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
