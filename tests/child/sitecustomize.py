"""A Python process that a test starts begins at the test's moment (see tests/clock.py), and its clock goes on from there."""

import os
import time

OFFSET = os.environ.get("SUITE_CLOCK_OFFSET")
if OFFSET:
    import time_machine

    time_machine.travel(time.time() + float(OFFSET), tick=True).start()
