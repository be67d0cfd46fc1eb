"""The entries, the debts, and the index that the database's make offers."""

from django.db import migrations, models

from hezhang.core.search.vendor import word_index


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Debt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16, verbose_name="种类")),
                ("path", models.CharField(max_length=60, verbose_name="经由")),
                ("key", models.CharField(max_length=40, verbose_name="对象编号")),
            ],
            options={
                "verbose_name": "待重读的检索条目",
                "verbose_name_plural": "待重读的检索条目",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16, verbose_name="种类")),
                ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                ("text", models.TextField(verbose_name="文字")),
                ("words", models.TextField(verbose_name="词元")),
            ],
            options={
                "verbose_name": "检索条目",
                "verbose_name_plural": "检索条目",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id"), name="search_entry_once")
                ],
            },
        ),
        word_index(),
    ]
