"""The same norm once: what stood there twice was counted twice. Doubles are merged; those that differ are left to the office."""

from typing import Any

from django.db import migrations, models

KEY = ("tier", "scope", "unit", "first_month", "last_month", "starts_on")


def merge_doubles(apps: Any, editor: Any) -> None:
    seen: dict[tuple, Any] = {}
    for norm in apps.get_model("patrols", "Norm").objects.order_by("id"):
        key = tuple(getattr(norm, name) for name in KEY)
        first = seen.setdefault(key, norm)
        if first is norm:
            continue
        if (first.times, first.ends_on) != (norm.times, norm.ends_on):
            raise RuntimeError(
                f"巡河频次第 {first.pk} 条和第 {norm.pk} 条的级别、对象、周期、月份和施行日期相同，次数或停用日期不同。"
                "请在“设置 → 巡河频次”删去其中一条，再升级。"
            )
        norm.delete()


class Migration(migrations.Migration):
    dependencies = [("patrols", "0003_review")]

    operations = [
        migrations.RunPython(merge_doubles, migrations.RunPython.noop),
        migrations.AddConstraint("norm", models.UniqueConstraint(fields=KEY, name="norm_once")),
    ]
