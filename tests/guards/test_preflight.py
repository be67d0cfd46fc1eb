"""manage.py preflight: what is wrong on this machine is said, with what to do."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder

from hezhang import preflight
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


def test_a_sound_machine_passes():
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
