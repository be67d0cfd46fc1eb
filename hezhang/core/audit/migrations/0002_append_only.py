"""The journal and its seals: rows are added, never changed."""

from django.db import migrations, models

from hezhang.core.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="seal", name="marks", field=models.TextField(default="", verbose_name="逐行校验码")
        ),
        append_only("audit_entry"),
        append_only("audit_seal"),
    ]
