"""Deployment mistakes as system checks: ``manage.py check --deploy``."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def service_engines(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """SQLite and the file broker are for trying; a district works on PostgreSQL and Redis."""
    found = []
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        found.append(Warning("正式使用请配置 PostgreSQL。", hint="设置 DATABASE_URL=postgres://…", id="hezhang.W001"))
    if not settings.REDIS_URL:
        found.append(Warning("正式使用请配置 Redis。", hint="设置 REDIS_URL=redis://…", id="hezhang.W002"))
    if settings.DEMO:
        found.append(Warning("演示模式已打开。", hint="正式环境不得设置 DEMO=1", id="hezhang.W003"))
    return found
