from django.db import migrations, models


def name_folded(apps, schema_editor):
    """Sheets whose lines went to their successors' were marked as taken back; a sheet that was taken back has its step."""
    handovers = apps.get_model("rivers", "Handover")
    steps = apps.get_model("rivers", "HandoverTransition")
    undone = steps.objects.filter(verb="undo").order_by().values("handover")
    handovers.objects.filter(state="void").exclude(pk__in=undone).update(state="folded")


def name_void(apps, schema_editor):
    apps.get_model("rivers", "Handover").objects.filter(state="folded").update(state="void")


class Migration(migrations.Migration):

    dependencies = [
        ("rivers", "0013_acting"),
    ]

    operations = [
        migrations.AlterField(
            model_name="handover",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "待移交人签字"),
                    ("given", "待接收人签字"),
                    ("taken", "待河长办监交"),
                    ("done", "已交清"),
                    ("void", "已撤销"),
                    ("folded", "已并入"),
                ],
                default="open",
                max_length=8,
                verbose_name="状态",
            ),
        ),
        migrations.RunPython(name_folded, name_void),
    ]
