"""The county beside the region, and indexes that give the ledger's orders within a county."""

from django.db import migrations, models
from django.db.models.functions import Substr

import issues.ledger.models


def fill(apps, editor):
    apps.get_model("issues", "Issue").objects.update(county=Substr("region_id", 1, 6))


class Migration(migrations.Migration):
    # PostgreSQL builds no index in the transaction that has changed the table's rows under deferred constraints.
    atomic = False
    dependencies = [("issues", "0004_append_only")]

    operations = [
        migrations.AddField(
            model_name="issue",
            name="county",
            field=issues.ledger.models.CountyField(default="", editable=False, max_length=6, verbose_name="区县代码"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(fields=["county", "is_open", "due_sort", "id", "state", "list_level", "category", "region"], name="issue_county_open_idx"),
        ),
        migrations.AddIndex(
            model_name="issue", index=models.Index(fields=["county", "found_at", "id"], name="issue_county_found_idx")
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(fields=["county", "state", "found_at", "id"], name="issue_county_state_idx"),
        ),
    ]
