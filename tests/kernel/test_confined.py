"""Work in a child: it ends at its limits, and whoever asked for it lives on."""

import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest

from hezhang.core.kernel.confined import BusyError, OverrunError, RefusedError, Workshop

# The same on either engine.
pytestmark = pytest.mark.once

WORKER = "tests.kernel.confined_worker"
GIB = 1 << 30


@pytest.fixture
def workshop():
    with closing(Workshop(WORKER, memory=256, cpu=1, orders=50)) as made:
        yield made


def do(workshop, act, data=b"", **told):
    parts = []
    workshop.run({"act": act, **told}, data, parts.append)
    return parts


def test_a_file_goes_in_and_parts_come_out(workshop):
    data = bytes(range(256)) * 40_000
    pid, echo = do(workshop, "say", data)
    assert echo == data
    assert do(workshop, "say", b"again") == [pid, b"again"]


def test_a_refusal_is_told_and_costs_no_child(workshop):
    pid = do(workshop, "say", b"x")[0]
    with pytest.raises(RefusedError, match="不收"):
        do(workshop, "refuse")
    assert do(workshop, "say", b"x")[0] == pid


@pytest.mark.parametrize(
    ("act", "told"), [("hoard", {"bytes": GIB}), ("compute", {"seconds": 60}), ("die", {})], ids=str
)
def test_a_child_at_its_limits_is_replaced(workshop, act, told):
    pid = do(workshop, "say", b"x")[0]
    with pytest.raises(OverrunError):
        do(workshop, act, **told)
    assert do(workshop, "say", b"x")[0] != pid


def test_the_same_is_nothing_to_a_child_with_other_limits():
    """The control: it is the limits that end it."""
    with closing(Workshop(WORKER, memory=2048, cpu=10, orders=50)) as roomy:
        assert do(roomy, "hoard", bytes=GIB) == [b"1073741824"]
        assert do(roomy, "compute", seconds=1.5) == [b"done"]


def test_every_order_has_the_whole_time(workshop):
    for _ in range(4):  # together more than the limit of one
        assert do(workshop, "compute", seconds=0.6) == [b"done"]


def test_one_that_sleeps_is_ended_by_the_clock_on_the_wall():
    with closing(Workshop(WORKER, memory=256, cpu=1, seconds=0.5)) as hasty, pytest.raises(OverrunError):
        do(hasty, "sleep")


def test_a_second_caller_waits_a_while_and_is_then_told():
    inside, parts = Barrier(2), []
    with closing(Workshop(WORKER, memory=256, cpu=5, wait=0.05)) as narrow:

        def hold(part):
            inside.wait(60)  # the order is under way
            inside.wait(60)  # the other was told
            parts.append(part)

        first = Thread(target=narrow.run, args=({"act": "hoard", "bytes": 1}, b"", hold))
        first.start()
        inside.wait(60)
        with pytest.raises(BusyError):
            do(narrow, "say")
        inside.wait(60)
        first.join(60)
        assert parts == [b"1"]
        assert do(narrow, "say", b"x")[1] == b"x"


def test_after_its_orders_a_child_retires():
    with closing(Workshop(WORKER, memory=256, cpu=5, orders=2)) as strict:
        pids = [do(strict, "say", b"x")[0] for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_child_writes_no_file(workshop, tmp_path):
    assert do(workshop, "write", path=str(tmp_path / "a")) == [b"refused"]


@pytest.mark.parametrize("module", ["hezhang.core.files.drawing", "hezhang.core.web.excel.parsing"])
def test_a_child_loads_neither_django_nor_celery(workshop, module):
    """Or every workbook would wait a fifth of a second for it."""
    loaded = do(workshop, "enter", module=module)[0].decode().split(",")
    assert module in loaded and not {"django", "celery"} & set(loaded)


def test_a_child_ends_with_a_parent_that_was_killed():
    code = (
        "import sys, time; sys.path.insert(0, '.')\n"
        "from hezhang.core.kernel.confined import Workshop\n"
        f"shop = Workshop('{WORKER}', memory=256, cpu=5, orders=9)\n"
        "shop.run({'act': 'say'}, b'x', lambda part: print(part.decode(), flush=True)); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pid = parent.stdout.readline().strip()
    assert is_running(pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait(60)
    parent.stdout.close()
    for _ in range(600):
        if not is_running(pid):
            break
        time.sleep(0.1)
    assert not is_running(pid)


def is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
