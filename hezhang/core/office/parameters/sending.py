"""外发时段 under 设置: when the phone may ring."""

from collections.abc import Mapping
from typing import Any

from hezhang.core.notify.models import SendingHours
from hezhang.core.office.parameters.tables import ReferenceTable, register


def in_order(values: Mapping[str, Any], row: Any) -> dict[str, str]:
    """What is wrong with the three hours together."""
    first, digest, last = (values.get(name) for name in ("first_hour", "digest_hour", "last_hour"))
    if None in (first, digest, last) or first <= digest < last:
        return {}
    return {"digest_hour": "每日汇总须在最早与最晚之间，例如最早 8 时、汇总 9 时、最晚 20 时。"}


def register_sending() -> None:
    register(
        ReferenceTable(
            key="sending_hours",
            model=SendingHours,
            title="外发时段",
            fields=["first_hour", "last_hour", "digest_hour"],
            list_fields=["first_hour", "last_hour", "digest_hour"],
            hint="短信、邮件和群机器人在这个时段内发送；到期与逾期提醒每个工作日汇总发一次；紧要的随时发送。系统内的消息不受影响。",
            group="通用",
            can_add=False,
            can_delete=False,
            bounds={"first_hour": (0, 23), "last_hour": (1, 24), "digest_hour": (0, 23)},
            check=in_order,
        )
    )
