"""One process that reminds and sends, over and over, until it is killed. Run by test_storm."""

import sys
import time

import django

django.setup()

from hezhang.core.notify import delivery  # noqa: E402
from issues.reminders import services as reminders  # noqa: E402

if __name__ == "__main__":
    sys.stdout.write("working\n")
    sys.stdout.flush()
    while True:
        reminders.remind()
        delivery.drain()
        time.sleep(0.05)
