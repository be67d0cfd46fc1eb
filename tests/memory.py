"""What a test costs in memory, by the kernel's own count."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def peak(pid: int | str) -> int:
    """Most resident memory of a process so far, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


@contextmanager
def growth_below(most: int) -> Iterator[None]:
    """This process needs less than so many MB more than before, at any moment of the block."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = peak("self")
    yield
    assert peak("self") - before < most
