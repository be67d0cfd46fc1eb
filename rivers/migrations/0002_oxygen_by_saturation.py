from django.db import migrations, models


def add_saturation(apps, schema_editor):
    """GB 3838-2002 has a second way to class Ⅰ for dissolved oxygen; defaults never touch a table that is there."""
    limits = apps.get_model("rivers", "WaterLimit").objects
    oxygen = limits.filter(standard__code="GB 3838-2002", item="do", water_class=1).first()
    if oxygen is None or limits.filter(standard=oxygen.standard, item="do_sat").exists():
        return
    limits.create(
        standard=oxygen.standard,
        item="do_sat",
        item_name="溶解氧饱和率",
        unit="%",
        sense="min",
        water_class=1,
        limit=90,
        instead_of="do",
    )


class Migration(migrations.Migration):
    dependencies = [("rivers", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="waterlimit",
            name="instead_of",
            field=models.CharField(
                blank=True,
                help_text="达到本限值即视为该项目达到本类别，如溶解氧饱和率 90% 之于溶解氧Ⅰ类",
                max_length=16,
                verbose_name="可替代项目",
            ),
        ),
        migrations.RunPython(add_saturation, migrations.RunPython.noop),
    ]
