"""What the journal needs of this machine: a witness outside the database, and a role that cannot rewrite it."""

import array
import fcntl
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.db import connection

from hezhang.core.audit import anchor, still
from hezhang.core.audit.append_only import guarded_tables
from hezhang.core.audit.marks import sealed_models
from hezhang.core.audit.models import Seal
from hezhang.core.kernel.preflight import Line, care, check, ok, wrong

GET_FLAGS, APPEND = 0x80086601, 0x20  # Linux: FS_IOC_GETFLAGS, FS_APPEND_FL
RIGHTS = "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"


@check("日志")
def witness() -> Iterator[Line]:
    """The file of seals, and whether it lies where the database's owner does not reach it."""
    path = anchor.path()
    try:
        _try_to_write(path)
    except OSError as error:
        yield wrong(f"锚文件 {path} 不能写入（{error.strerror}）", "请检查 AUDIT_ANCHOR 所指目录的属主和权限")
        return
    if fault := anchor.what_is_missing():
        yield wrong(fault.rstrip("。"), "恢复备份之后请用 manage.py audit_anchor --restart 事由 重立")
    if settings.AUDIT_SYSLOG or settings.AUDIT_WEBHOOK_URL:
        yield ok("封签同时送往系统日志或另一台机器")
    elif _only_grows(path):
        yield ok(f"锚文件 {path} 只能追加")
    elif path.is_relative_to(settings.VAR_DIR):
        yield care(
            f"锚文件 {path} 与数据放在一起，能改数据的人也能改它",
            "请把 AUDIT_ANCHOR 指到另一块磁盘并 chattr +a，或设置 AUDIT_SYSLOG、AUDIT_WEBHOOK_URL",
        )
    else:
        yield care(f"锚文件 {path} 可以改写", "请由 root 执行 chattr +a，使它只能追加")


def _try_to_write(path: Path) -> None:
    """Raises OSError. Nothing is left: what root makes here, the service could not write to."""
    if path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND))
    else:
        TemporaryFile(dir=next(each for each in path.parents if each.exists())).close()


def _only_grows(path: Path) -> bool:
    """Whether the file system itself lets nobody change what stands in the file (``chattr +a``)."""
    flags = array.array("l", [0])
    try:
        with closing(os.fdopen(os.open(path, os.O_RDONLY))) as file:
            fcntl.ioctl(file, GET_FLAGS, flags)
    except OSError:  # not there yet, or a file system without such flags
        return False
    return bool(flags[0] & APPEND)


@check("日志")
def guards() -> Iterator[Line]:
    """The triggers, and what the role of this connection may do all the same."""
    logs = {model._meta.db_table for model in (*sealed_models(), Seal)}
    if missing := sorted((logs - set(guarded_tables())) | (set(still.declared()) - set(still.standing()))):
        yield wrong(
            f"数据库里少了保护触发器（{'、'.join(missing)}）",
            "请运行 manage.py migrate；仍缺少时请查明是谁去掉的，并运行 manage.py audit_verify",
        )
    else:
        yield ok("日志只能追加、定稿的考核不能改，触发器齐全")
    if connection.vendor == "postgresql":
        yield from _role(sorted(logs))


def _role(logs: list[str]) -> Iterator[Line]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        name, is_superuser = cursor.fetchone()
        cursor.execute(
            "SELECT 1 FROM pg_class WHERE oid = ANY (%s::regclass[]) AND (pg_has_role(relowner, 'USAGE')"
            " OR has_table_privilege(oid, %s))",
            [logs, ", ".join(RIGHTS)],
        )
        may = cursor.fetchone() is not None
    if is_superuser or may:
        yield wrong(
            f"数据库角色 {name} 能改写、清空日志表",
            "请以属主身份运行 manage.py grant_roles hezhang_app，再让服务的 DATABASE_URL 用这个角色；迁移仍用属主",
        )
    else:
        yield ok(f"数据库角色 {name} 对日志只能追加")
