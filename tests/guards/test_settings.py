"""Start-up refuses what would be dangerous; the deployment check has nothing to say about a sound one."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.migrations.recorder import MigrationRecorder

from hezhang.keys import weakness
from hezhang.startup import refuse_missing_migrations

# The same on either engine.
pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
SOUND = {
    "SECRET_KEY": "a-long-random-key-for-this-test-only-0123456789-abcdefghij-XYZ",
    "ALLOWED_HOSTS": "hzb.example.gov.cn",
    "DATABASE_URL": "postgres://hezhang@127.0.0.1/hezhang",
    "REDIS_URL": "redis://127.0.0.1:6379/9",
    "HTTPS": "1",
    "AUDIT_ANCHOR": "/var/lib/hezhang-anchor/seals.jsonl",
}


def check(*words: str, **changed: str) -> subprocess.CompletedProcess:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    env = {**kept, **SOUND, **changed, "PYTHONIOENCODING": "utf8"}
    command = [sys.executable, "manage.py", "check", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


def test_a_sound_deployment_has_no_warning():
    done = check("--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "changed",
    [
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": "a" * 36},
        {"SECRET_KEY": "hezhang-2026-" * 4},
        {"SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789"},
        {"SECRET_KEY": "demo-only-key-never-use-it-for-a-real-district"},
        {"ALLOWED_HOSTS": "*"},
        {"DATABASE_URL": ""},
        {"DATABASE_URL": "hezhang"},
        {"TRUSTED_PROXIES": "0.0.0.0/0"},
        {"TRUSTED_PROXIES": "127.0.0.1,proxy.example"},
    ],
)
def test_start_up_refuses(changed):
    done = check(**changed)
    assert done.returncode != 0
    assert "配置有误" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(("mode", "starts"), [(0o600, True), (0o400, True), (0o640, False), (0o604, False)])
def test_a_key_file_is_its_owners(tmp_path, mode, starts):
    file = tmp_path / "secret_key"
    file.write_text(SOUND["SECRET_KEY"])
    file.chmod(mode)
    done = check(SECRET_KEY="", SECRET_KEY_FILE=str(file))
    assert (done.returncode == 0) is starts
    assert starts or "chmod 600" in done.stderr


def test_a_key_is_made_once_and_for_its_owner(tmp_path):
    file = tmp_path / "var" / "secret_key"
    env = os.environ | {"SECRET_KEY_FILE": str(file)}
    keys = []
    for _ in range(2):
        subprocess.run(["sh", "scripts/key.sh"], cwd=ROOT, env=env, check=True)
        keys.append(file.read_text().strip())
    assert keys[0] == keys[1] and weakness(keys[0], "") == ""
    assert file.stat().st_mode & 0o777 == 0o600


def test_random_keys_pass():
    assert not [key for key in (secrets.token_urlsafe(48) for _ in range(500)) if weakness(key, "")]
    assert not [key for key in (secrets.token_hex(32) for _ in range(500)) if weakness(key, "")]


@pytest.mark.parametrize(("https", "prefix"), [("1", "__Host-"), ("0", "")])
def test_cookies_are_of_this_very_host_over_https(https, prefix):
    names = "[settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, middleware.PHONE_COOKIE]"
    script = f"from django.conf import settings; import django; django.setup()\nfrom hezhang.core.accounts import middleware; print({names})"
    env = {**os.environ, **SOUND, "HTTPS": https, "DJANGO_SETTINGS_MODULE": "hezhang.settings"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([f"{prefix}{name}" for name in ("sessionid", "csrftoken", "phone")])


def test_the_trial_engines_are_named():
    done = check("--deploy", DATABASE_URL="sqlite:///:memory:", REDIS_URL="")
    assert "hezhang.W001" in done.stderr and "hezhang.W002" in done.stderr


def test_an_anchor_beside_the_data_is_named():
    assert "hezhang.W005" in check("--deploy", AUDIT_ANCHOR="var/anchor/seals.jsonl", VAR_DIR="var").stderr


def test_a_proxy_that_is_not_declared_is_named():
    assert "hezhang.W004" in check("--deploy", BEHIND_PROXY="1").stderr
    assert "hezhang.W004" not in check("--deploy", TRUSTED_PROXIES="10.0.0.5").stderr


@pytest.mark.django_db
def test_missing_migrations_refuse():
    refuse_missing_migrations()
    MigrationRecorder.Migration.objects.filter(app="issues").delete()
    with pytest.raises(ImproperlyConfigured, match="migrate"):
        refuse_missing_migrations()
