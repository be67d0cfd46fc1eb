"""A process with a database file of its own, for ``test_busy_file``: ``python -m tests.jobs.reader``.

Each job reads the journal while somebody else writes to it; what became of the jobs is printed, as JSON.
"""

import json
import sys
import threading

import django

django.setup()

from django.db import connection  # noqa: E402 - Django first
from django.utils import timezone  # noqa: E402

from hezhang.core.audit.models import Entry  # noqa: E402
from hezhang.core.audit.services import record  # noqa: E402
from hezhang.core.web import jobs  # noqa: E402
from hezhang.core.web.lists.export import KIND  # noqa: E402
from tests.cast import build  # noqa: E402


def somebody_writes() -> None:
    """Another connection commits a row."""

    def write() -> None:
        record("test.act")
        connection.close()

    other = threading.Thread(target=write)
    other.start()
    other.join()


def read(progress: jobs.Progress) -> None:
    for number, _ in enumerate(Entry.objects.order_by("id").iterator(chunk_size=1), start=1):
        somebody_writes()
        progress(number, number)
        if number == 3:
            return


@jobs.handler("test.read")
def reads(job, progress):
    read(progress)


@jobs.handler("test.refuse")
def reads_and_refuses(job, progress):
    for _ in Entry.objects.order_by("id").iterator(chunk_size=1):
        somebody_writes()
        raise jobs.JobError("所选期间没有数据，请改选季度。")


@jobs.handler("test.break")
def reads_and_breaks(job, progress):
    for _ in Entry.objects.order_by("id").iterator(chunk_size=1):
        somebody_writes()
        raise RuntimeError("ours")


def outcome(kind: str, post, **params) -> list:
    job = jobs.start(kind, "导出操作日志", params, by=post)
    try:
        jobs.run(str(job.pk))
    except Exception as fault:
        return [type(fault).__name__]
    job.refresh_from_db()
    return [job.state, job.done, job.error]


def export(post) -> list:
    """The page's own export, with a row written at every hundred rows read."""
    counted = jobs.counted

    def disturbed(progress, total, rows):
        def between():
            for number, row in enumerate(rows):
                if number % 100 == 0:
                    somebody_writes()
                yield row

        return counted(progress, total, between())

    jobs.counted = disturbed
    total = Entry.objects.count()
    return outcome(KIND, post, list="journal", query="", rows=total)[:1]


def main() -> None:
    cast = build()
    now = timezone.now()
    Entry.objects.bulk_create(Entry(at=now, action="test.act") for _ in range(2500))
    told = {kind: outcome(f"test.{kind}", cast.clerk) for kind in ("read", "refuse", "break")}
    told["export"] = export(cast.audit_admin)
    jobs._aside = lambda write: write()
    told["control"] = outcome("test.read", cast.clerk)[:1]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
