"""Steps are neither emptied at one stroke nor written over (TRUNCATE, INSERT OR REPLACE)."""

from django.db import migrations

from hezhang.core.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("assessment", "0008_scheme_once"), ("audit", "0003_one_chain")]

    operations = [append_only("assessment_roundtransition", again=True)]
