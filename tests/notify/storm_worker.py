"""One process that reminds and sends, over and over, until it is killed. Run by test_storm."""

import sys
import time

from hezhang.core.notify import delivery
from issues.reminders import services as reminders


def run() -> None:
    sys.stdout.write("working\n")
    while True:
        reminders.remind()
        delivery.drain()
        time.sleep(0.05)
