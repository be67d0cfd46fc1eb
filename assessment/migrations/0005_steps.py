"""A round keeps its steps, appended and never edited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from hezhang.core.audit.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_trusted_phone'),
        ('assessment', '0004_spans_in_place'),
        ('audit', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RoundTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20, verbose_name='动作')),
                ('from_state', models.CharField(max_length=20, verbose_name='原状态')),
                ('to_state', models.CharField(max_length=20, verbose_name='新状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('words', models.TextField(blank=True, verbose_name='说明')),
                ('supplied', models.JSONField(default=dict, verbose_name='所填内容')),
                ('once', models.UUIDField(editable=False, null=True, unique=True, verbose_name='表单编号')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post', verbose_name='岗位')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region', verbose_name='被考核区划')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='assessment.round', verbose_name='轮次')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '考核经过',
                'verbose_name_plural': '考核经过',
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        append_only('assessment_roundtransition'),
    ]
