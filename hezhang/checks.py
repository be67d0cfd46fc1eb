"""Deployment mistakes as system checks: ``manage.py check --deploy``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from hezhang.core.accounts.choices import Role
from hezhang.core.kernel.addresses import LOOPBACK, networks


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


@register(Tags.security, deploy=True)
def anchored_elsewhere(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """Who can write where the application keeps its data can take the anchor away with them."""
    if not Path(settings.AUDIT_ANCHOR).is_relative_to(settings.VAR_DIR):
        return []
    hint = "设置 AUDIT_ANCHOR 为另一块磁盘上的文件（目录属应用账号），并用 chattr +a 设为只追加。"
    return [Warning("日志的锚文件与系统数据放在一起。", hint=hint, id="hezhang.W005")]


@register(Tags.security, deploy=True)
def declared_proxies(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """A proxy on another machine that is not declared hides every client behind its own address."""
    if settings.BEHIND_PROXY and networks(LOOPBACK) == settings.TRUSTED_PROXIES:
        hint = "代理与本系统在同一台机器上：设置 TRUSTED_PROXIES=127.0.0.1,::1；在别处：写明它的地址。"
        return [Warning("BEHIND_PROXY=1 没有写明代理的地址，只信任本机的代理。", hint=hint, id="hezhang.W004")]
    return []


@register(Tags.security)
def known_roles(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A role misspelt would compel nobody, and nobody would notice."""
    unknown = sorted(settings.TOTP_ROLES - set(Role.values))
    hint = f"可用的角色：{'、'.join(Role.values)}"
    return [Error(f"TOTP_ROLES 中没有“{word}”这个角色。", hint=hint, id="hezhang.E001") for word in unknown]
