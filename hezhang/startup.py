"""What must hold before the first request is answered."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hezhang.portal.demo.rules import may_be_entered


def missing_migrations() -> list[str]:
    """Migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def refuse_missing_migrations() -> None:
    """Raise ImproperlyConfigured, with the command to run, when the database is behind the code."""
    missing = missing_migrations()
    if missing:
        raise ImproperlyConfigured(
            f"数据库缺少 {len(missing)} 个迁移，请先运行 manage.py migrate（{'、'.join(missing[:3])}…）"
        )


def refuse_open_demonstration(host: str) -> None:
    """Raise ImproperlyConfigured when DEMO=1 would let anybody into what is no demonstration, or from elsewhere."""
    verdict = may_be_entered(host)
    if settings.DEMO and not verdict:
        raise ImproperlyConfigured(verdict.reason)
