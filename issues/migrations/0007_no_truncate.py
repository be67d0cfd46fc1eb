"""Steps are neither emptied at one stroke nor written over (TRUNCATE, INSERT OR REPLACE)."""

from django.db import migrations

from hezhang.core.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("issues", "0006_sign_off"), ("audit", "0003_one_chain")]

    operations = [append_only("issues_issuetransition", again=True)]
