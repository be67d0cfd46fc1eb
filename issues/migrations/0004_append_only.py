"""History is appended, never edited."""

from django.db import migrations

from hezhang.core.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("issues", "0003_evidence_steps"), ("audit", "0002_append_only")]

    operations = [append_only("issues_issuetransition")]
