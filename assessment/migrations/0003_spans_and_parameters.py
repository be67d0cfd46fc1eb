"""A round has a span, an indicator has parameters; every stored round keeps its days, every indicator its days of grace."""

from datetime import date

from django.db import migrations, models

from hezhang.core.kernel.periods import quarter

SPANS = [("week", "周"), ("month", "月"), ("quarter", "季度"), ("half_year", "半年"), ("year", "年度")]
KINDS = [("town", "乡镇（街道）"), ("county", "区县"), ("chief", "河长"), ("department", "成员单位"), ("river", "河湖")]


def fill(apps, schema_editor):
    Round, Indicator = apps.get_model("assessment", "Round"), apps.get_model("assessment", "Indicator")
    for each in Round.objects.order_by("pk"):
        span = quarter(each.year, each.quarter)
        Round.objects.filter(pk=each.pk).update(starts_on=span.start, ends_on=span.end)
    # Kept wherever it was set, used or not: the seal of a frozen round counts it.
    for each in Indicator.objects.filter(models.Q(grace_days__gt=0) | models.Q(calculation="boards_overdue")).order_by("pk"):
        Indicator.objects.filter(pk=each.pk).update(parameters={"grace_days": each.grace_days})


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_rounding_and_regions")]

    operations = [
        migrations.AddField("round", "span", models.CharField("考核周期", max_length=10, choices=SPANS, default="quarter")),
        migrations.AddField("round", "starts_on", models.DateField("起日", default=date(2000, 1, 1)), preserve_default=False),
        migrations.AddField("round", "ends_on", models.DateField("止日", default=date(2000, 1, 1)), preserve_default=False),
        migrations.AddField(
            "round", "subject_kind", models.CharField("考核对象", max_length=10, choices=KINDS, default="town")
        ),
        migrations.AddField("indicator", "parameters", models.JSONField("参数", default=dict, blank=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
