"""manage.py preflight: what is wrong on this machine is said, with what to do."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from hezhang import preflight
from hezhang.core.audit import anchor, still
from hezhang.core.audit.sealing import seal
from hezhang.core.audit.services import record
from hezhang.core.kernel import preflight as kit

pytestmark = pytest.mark.django_db
KEY = "nQ2x7Vb-Lr9_tYw4Kz8PmDf3Hs6JcGa1Ue5Ro0Xi"


@pytest.fixture(autouse=True)
def machine(settings, tmp_path, monkeypatch):
    """A sound one, as far as this one can be."""
    settings.SECRET_KEY, settings.HTTPS, settings.DEMO = KEY, True, False
    settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES = ["hzb.example.gov.cn"], ("127.0.0.1/32",)
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path / "var", tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    monkeypatch.setattr(preflight, "LEAST_FREE", 0)
    monkeypatch.setattr(preflight, "SKEW", preflight.SKEW * 10**9)  # the suite's clock stands elsewhere


def told() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("preflight", stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def faults(words: str) -> list[str]:
    return [line for line in words.splitlines() if line.startswith("错误")]


@pytest.fixture
def as_application():
    """On PostgreSQL the connection works under the application's role, made and gone with the test's transaction."""
    if connection.vendor == "postgresql":
        role = f"hz_pre_{os.getpid()}"  # roles belong to the whole server
        call_command("grant_roles", role, stdout=StringIO())
        # Who makes a role is no member of it, unless he is a superuser.
        connection.cursor().execute(f'GRANT "{role}" TO CURRENT_USER')
        connection.cursor().execute(f'SET LOCAL ROLE "{role}"')


@pytest.mark.fonts
def test_a_sound_machine_passes(as_application):
    code, words = told()
    assert (code, faults(words)) == (0, [])
    assert "SECRET_KEY 足够随机" in words and "迁移齐全" in words


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "a" * 36, "过于简单"),
        ("DEMO", True, "请去掉环境变量 DEMO"),
        ("HTTPS", False, "没有启用 HTTPS"),
        ("TRUSTED_PROXIES", (), "没有声明反向代理"),
        ("REDIS_URL", "redis://127.0.0.1:1/0", "Redis 连接不上"),
        ("STATIC_ROOT", Path("/nonexistent"), "静态文件尚未收集"),
        ("MEDIA_ROOT", Path("/proc/nothing"), "不能写入"),
    ],
)
def test_what_is_wrong_is_said(settings, name, value, words):
    setattr(settings, name, value)
    code, said = told()
    assert code == 1 and any(words in line for line in faults(said))


def test_photos_beside_static_files_are_wrong(settings):
    settings.MEDIA_ROOT = settings.STATIC_ROOT / "media"
    assert "不经权限检查" in told()[1]


def test_too_little_room_is_wrong(monkeypatch):
    monkeypatch.setattr(preflight, "LEAST_FREE", 10**18)
    assert "空间不足" in told()[1]


def test_a_missing_migration_is_wrong():
    MigrationRecorder.Migration.objects.filter(app="issues").delete()
    code, words = told()
    assert code == 1 and "manage.py migrate" in words


def test_a_check_that_breaks_stops_no_other(monkeypatch):
    def broken():
        raise OSError("断了")

    monkeypatch.setattr(kit, "_checks", {"坏": [broken], "好": [lambda: [kit.ok("在")]]})
    assert [(title, line.mark) for title, line in kit.run()] == [("坏", kit.Mark.WRONG), ("好", kit.Mark.OK)]


def saved(folder: Path, hours: float, content: str = "x") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "hezhang.dump").write_text(content)
    moment = timezone.now().timestamp() - hours * 3600
    os.utime(folder / "hezhang.dump", (moment, moment))


def test_a_backup_is_looked_for(settings, tmp_path):
    assert "没有说明备份存放在哪里" in told()[1]
    settings.BACKUP_DIR = str(tmp_path / "backup")
    assert any("没有备份" in line for line in faults(told()[1]))
    saved(tmp_path / "backup", 1, content="")
    assert any("没有备份" in line for line in faults(told()[1]))
    saved(tmp_path / "backup", 72)
    assert any("3 天前" in line for line in faults(told()[1]))
    saved(tmp_path / "backup", 5)
    words = told()[1]
    assert "最近一次备份在 5 小时前" in words and "同一块磁盘" in words


def test_an_anchor_beside_the_data_is_told(settings, tmp_path):
    settings.AUDIT_ANCHOR = settings.VAR_DIR / "anchor" / "seals.jsonl"
    assert "与数据放在一起" in told()[1]
    settings.AUDIT_ANCHOR = tmp_path / "elsewhere" / "seals.jsonl"
    assert "chattr +a" in told()[1]
    settings.AUDIT_SYSLOG = "/dev/log"
    assert "同时送往" in told()[1]


def test_an_anchor_that_cannot_be_written_or_does_not_fit_is_wrong(settings):
    record("test.act")
    seal()
    anchor.path().unlink()
    assert any("锚文件不存在" in line and "--restart" in line for line in faults(told()[1]))
    settings.AUDIT_ANCHOR = Path("/proc/nothing/seals.jsonl")
    assert any("不能写入" in line and "AUDIT_ANCHOR" in line for line in faults(told()[1]))


def test_triggers_that_somebody_took_away_are_missed():
    still.take_away(connection)
    assert any("assessment_score" in line and "manage.py migrate" in line for line in faults(told()[1]))


@pytest.mark.postgres
def test_a_role_that_can_rewrite_the_journal_is_wrong(as_application):
    assert "对日志只能追加" in told()[1]
    connection.cursor().execute("RESET ROLE")
    assert any("能改写、清空日志表" in line and "grant_roles" in line for line in faults(told()[1]))
    connection.cursor().execute(f"GRANT TRUNCATE ON audit_seal TO hz_pre_{os.getpid()}")
    connection.cursor().execute(f"SET LOCAL ROLE hz_pre_{os.getpid()}")
    assert any("能改写、清空日志表" in line for line in faults(told()[1]))
