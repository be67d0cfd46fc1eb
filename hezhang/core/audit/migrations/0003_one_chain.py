"""Seals over several tables in one chain; TRUNCATE and INSERT OR REPLACE are refused; the application's role may seal."""

from typing import Any

from django.db import migrations, models

from hezhang.core.audit.append_only import append_only

# LOCK asks for a right to change rows, which the application's role has not: the owner's function does it, for these tables alone.
FUNCTION = """
CREATE OR REPLACE FUNCTION hold_append_only(target text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass(quote_ident(target)) AND tgfoid = 'refuse_change()'::regprocedure) THEN
        RAISE EXCEPTION '% is not append-only', target;
    END IF;
    EXECUTE format('LOCK TABLE %I IN SHARE ROW EXCLUSIVE MODE', target);
END $$
"""


def make_function(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTION, params=None)
        editor.execute("REVOKE ALL ON FUNCTION hold_append_only(text) FROM PUBLIC")


def drop_function(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION IF EXISTS hold_append_only(text)")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddField("seal", "table", models.CharField(default="audit_entry", max_length=30, verbose_name="表")),
        migrations.AlterField("seal", "last", models.BigIntegerField(verbose_name="截止编号")),
        migrations.AlterModelOptions(
            "seal", {"ordering": ["id"], "verbose_name": "日志封签", "verbose_name_plural": "日志封签"}
        ),
        migrations.AddConstraint("seal", models.UniqueConstraint(fields=("table", "last"), name="seal_once")),
        append_only("audit_entry", again=True),
        append_only("audit_seal", again=True),
        migrations.RunPython(make_function, drop_function),
    ]
