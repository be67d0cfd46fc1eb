"""What the settings, the database, the broker, the disk and the backup of this machine must be before service."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile

import redis
from django.conf import settings
from django.core import checks
from django.db import connection
from django.utils import timezone

from hezhang import keys
from hezhang.core.kernel.preflight import Line, care, check, ok, wrong
from hezhang.startup import missing_migrations

LEAST_FREE = 2 * 1024**3  # bytes: some thousand photos
LITTLE_FREE = 0.1  # of the disk
SKEW = timedelta(seconds=5)  # between the machine's clock and the database's
BACKUP_AGE = timedelta(hours=30)  # a daily one, and some hours for it to run
OWN_HOSTS = {"127.0.0.1", "localhost", "[::1]"}


@check("运行方式")
def mode() -> Iterator[Line]:
    if settings.DEMO or settings.DEBUG:
        yield wrong("演示或调试模式已打开", "请去掉环境变量 DEMO 和 DEBUG")
    why = keys.weakness(settings.SECRET_KEY, settings.DEFAULT_KEY)
    yield wrong(f"SECRET_KEY {why}", f"请换成随机字符，{keys.HOW}") if why else ok("SECRET_KEY 足够随机")
    if not set(settings.ALLOWED_HOSTS) - OWN_HOSTS:
        yield care("ALLOWED_HOSTS 只有本机地址", "其他电脑打不开，请写明本系统的域名或地址")
    if os.geteuid() == 0:
        yield care("正以 root 身份运行", "请建立专用用户，见 deploy/systemd")


@check("访问安全")
def access() -> Iterator[Line]:
    if settings.HTTPS:
        yield ok("只用 HTTPS")
    else:
        yield wrong("没有启用 HTTPS", "密码和电话会明文传输：请在前端代理上配置证书，并设置 HTTPS=1")
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield wrong(
            "没有声明反向代理", "请设置 TRUSTED_PROXIES，例如 127.0.0.1；否则页面会反复跳转，日志也记不到真实地址"
        )
    found = [str(one.id) for one in checks.run_checks(include_deployment_checks=True) if not one.is_silenced()]
    found = [name for name in found if not name.startswith("hezhang.")]  # ours are asked here, in words
    if found:
        yield care(f"Django 部署检查有 {len(found)} 项提示（{'、'.join(found)}）", "详见 manage.py check --deploy")


@check("数据库")
def database() -> Iterator[Line]:
    missing = missing_migrations()
    yield wrong(f"缺少 {len(missing)} 个迁移", "请运行 manage.py migrate") if missing else ok("迁移齐全")
    if connection.vendor != "postgresql":
        yield care("正在使用 SQLite", "多人正式使用请配置 PostgreSQL：DATABASE_URL=postgres://…")
        return
    for name, bad in {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}.items():
        value = _server_setting(name)
        yield wrong(f"{name}={value}", "断电会丢失已提交的记录，请改为 on") if value == bad else ok(f"{name}={value}")
    lock, statement = settings.DB_LOCK_SECONDS, settings.DB_STATEMENT_SECONDS
    yield ok(f"等锁最多 {lock} 秒，一条语句最多 {statement} 秒（网站进程为 5 和 15 秒，另行设置的除外）")


def _server_setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


@check("后台任务")
def broker() -> Iterator[Line]:
    if not settings.REDIS_URL:
        yield care("没有配置 Redis", "正式使用请设置 REDIS_URL；现在用文件排队，限速按进程计数")
        return
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=3).ping()
    except redis.RedisError:
        yield wrong("Redis 连接不上", "请检查 REDIS_URL 和 Redis 服务是否启动")
    else:
        yield ok("Redis 可用")


@check("磁盘")
def disk() -> Iterator[Line]:
    for name, folder in {"数据": settings.VAR_DIR, "照片": settings.MEDIA_ROOT}.items():
        yield from _folder(name, Path(folder))
    roots = [Path(settings.STATIC_ROOT).resolve(), *(Path(each).resolve() for each in settings.STATICFILES_DIRS)]
    media = Path(settings.MEDIA_ROOT).resolve()
    if any(media == root or media.is_relative_to(root) for root in roots):
        yield wrong("MEDIA_ROOT 在静态文件目录内", "照片会不经权限检查被下载，请改到别处")
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield wrong("静态文件尚未收集", "请运行 manage.py collectstatic --noinput")


def _folder(name: str, folder: Path) -> Iterator[Line]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        yield wrong(f"{name}目录 {folder} 不能写入（{error.strerror}）", "请检查属主、权限和剩余空间")
        return
    total, _, free = shutil.disk_usage(folder)
    told = f"{name}目录可写，剩余 {free / 1024**3:.1f} GB"
    if free < LEAST_FREE:
        yield wrong(told, "空间不足，请清理或扩容")
    else:
        yield care(told, "剩余不到一成，请安排扩容") if free < total * LITTLE_FREE else ok(told)


@check("备份")
def backup() -> Iterator[Line]:
    """Whether the machine's own backup has left something lately: files, or folders of files, in BACKUP_DIR."""
    if not settings.BACKUP_DIR:
        todo = "请每天备份数据库（pg_dump）和附件目录，把存放处写入 BACKUP_DIR，并做过一次恢复演练"
        yield care("没有说明备份存放在哪里（BACKUP_DIR）", todo)
        return
    folder = Path(settings.BACKUP_DIR)
    files = [each.stat() for each in folder.rglob("*") if each.is_file()] if folder.is_dir() else []
    newest = max((each.st_mtime for each in files if each.st_size), default=0.0)
    age = timezone.now().timestamp() - newest
    if not newest:
        yield wrong(f"备份目录 {folder} 里没有备份", "请检查备份任务和目录权限")
    elif age > BACKUP_AGE.total_seconds():
        yield wrong(f"最近一次备份在 {age / 86400:.0f} 天前", "请检查备份任务为什么没有运行")
    else:
        yield ok(f"最近一次备份在 {age / 3600:.0f} 小时前；能不能恢复，请定期演练")
    if folder.is_dir() and folder.stat().st_dev in {each.stat().st_dev for each in _kept() if each.exists()}:
        yield care("备份与数据在同一块磁盘上", "磁盘损坏时会一起丢失，请另存到别的磁盘或机器")


def _kept() -> list[Path]:
    return [Path(settings.VAR_DIR), Path(settings.MEDIA_ROOT)]


@check("时间")
def clock() -> Iterator[Line]:
    if settings.TIME_ZONE != "Asia/Shanghai":
        yield care(f"TIME_ZONE={settings.TIME_ZONE}", "期限按此时区计算，一般应为 Asia/Shanghai")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select clock_timestamp()")
            skew = abs(timezone.now() - cursor.fetchone()[0])
        yield (
            wrong(f"与数据库服务器相差 {skew}", "请在两台机器上启用时间同步（chrony）")
            if skew > SKEW
            else ok("与数据库服务器一致")
        )
    yield ok(f"本机现在是 {timezone.localtime():%Y-%m-%d %H:%M}，请与手表核对")
