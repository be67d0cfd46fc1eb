"""Two real processes drain the outbox at once: each message leaves once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from hezhang.core.accounts.models import User
from hezhang.core.notify import services

ROOT = Path(__file__).resolve().parents[2]
ROWS = 40


def drain_twice_at_once(gateway, how: str) -> None:
    params = connection.get_connection_params()
    name = f"postgres://{params['user']}@{params['host']}:{params.get('port', 5432)}/{params['dbname']}"
    told = {"DATABASE_URL": name, "DJANGO_SETTINGS_MODULE": "hezhang.settings", "NOTIFY_WEBHOOK_URL": gateway.url}
    env = os.environ | told | {"DEMO": "1"}
    command = [sys.executable, "-m", "tests.notify.drainer", how]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT, "env": env}
    drainers = [subprocess.Popen(command, **pipes) for _ in range(2)]
    for each in drainers:
        assert each.stdout.readline() == "ready\n"
    for each in drainers:
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in drainers:
        each.communicate(timeout=300)
        assert each.returncode == 0


@pytest.fixture
def rows(transactional_db, gateway):
    user = User.objects.create(username="clerk", name="文思齐")
    for number in range(ROWS):
        services.tell(user.pk, kind="issue", title=f"事 {number}", key=f"k{number}", pace="urgent")


@pytest.mark.postgres
def test_each_row_leaves_once(rows, gateway):
    drain_twice_at_once(gateway, "guarded")
    assert len(gateway.taken) == ROWS and set(gateway.taken.values()) == {1}


@pytest.mark.postgres
def test_without_the_guard_rows_leave_twice(rows, gateway):
    drain_twice_at_once(gateway, "unguarded")
    assert max(gateway.taken.values()) == 2
