"""Background jobs: a row says what to do, a worker claims it with a lease, anybody may die without harm.

A handler stands in an app's ``tasks.py`` (or a module imported there)::

    @handler("ledger.export")
    def export(job: Job, progress: Progress) -> None:
        with output(job, "问题台账.xlsx") as stream:
            write_table(stream, [Sheet(..., rows=counted(progress, total, rows))])

and is started by ``start(post, "ledger.export", "导出问题台账", {"tab": "open"})``. A handler may be run again after
its worker died, so it must either only make a file, or be registered ``atomic=True``: then its writes and the
job's end are one transaction, and its progress is not shown.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO, TYPE_CHECKING, Any, TypeVar

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from hezhang.core.files import disk
from hezhang.core.kernel.words import shortened
from hezhang.core.notify.services import tell
from hezhang.core.web.excel import FileError, SheetError
from hezhang.core.web.models import Job, JobState

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

T = TypeVar("T")
Run = Callable[["Job", "Progress"], "dict[str, Any] | None"]
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
SHOW_EVERY = 0.5  # seconds between two writes of the progress
KEEP_FILES = timedelta(days=30)
QUIET_AFTER_FAILURE = 60.0  # seconds without hints once the broker did not answer
BROKE = "处理中断，已重试 3 次仍未成功。请稍后重新提交；仍不成功时，请把此页地址发给系统管理员。"
log = logging.getLogger(__name__)


class JobError(Exception):
    """The job cannot be done as asked; the message is Chinese, says what to do, and is shown. No second attempt."""


class LeaseLostError(Exception):
    """Somebody else has taken the job over, because this worker was silent for too long: stop at once."""


EXPECTED = (JobError, SheetError, FileError, ValidationError)


@dataclass(frozen=True)
class Handler:
    run: Run
    atomic: bool = False
    keep: timedelta = KEEP_FILES


_handlers: dict[str, Handler] = {}
# By process: the next one tries the broker anew.
_quiet_until = 0.0


def handler(kind: str, *, atomic: bool = False, keep: timedelta = KEEP_FILES) -> Callable[[Run], Run]:
    """Register what carries out jobs of this kind; see the top of this module. ``keep``: how long its file is kept."""

    def register(run: Run) -> Run:
        _handlers[kind] = Handler(run, atomic, keep)
        return run

    return register


def _handler_of(kind: str) -> Handler:
    if kind not in _handlers:
        autodiscover_modules("tasks")
    return _handlers[kind]


def start(kind: str, title: str, params: dict[str, Any], *, by: Post, at: datetime | None = None) -> Job:
    """Write the job in the caller's transaction; a worker is woken when that is committed. ``params`` must be JSON."""
    _handler_of(kind)
    job = Job.objects.create(
        kind=kind, title=shortened(title, 120), post=by, params=params, created_at=at or timezone.now()
    )
    transaction.on_commit(lambda: _hint(str(job.pk)))
    return job


def _hint(job_id: str) -> None:
    """Wake a worker without waiting: a broker that hangs or is gone costs a request nothing (the beat drains)."""
    if time.monotonic() >= _quiet_until:
        threading.Thread(target=_send_hint, args=(job_id,), name="job-hint", daemon=True).start()


def _send_hint(job_id: str) -> None:
    global _quiet_until
    try:
        # By name, and a thread: a frozen Redis held such a call for 25 s and more (decision 0003).
        current_app.send_task("web.run_job", args=[job_id], retry=False)
    except Exception as error:  # whatever the broker's client raises, the row is what counts
        _quiet_until = time.monotonic() + QUIET_AFTER_FAILURE
        log.warning("no hint for job %s: the broker does not answer (%s); the beat will find it", job_id, error)


class Progress:
    """Tells how far the job is, renews the lease, and notices when the job is no longer ours."""

    def __init__(self, job: Job, *, shown: bool = True) -> None:
        self._job, self._shown, self._next = job, shown, 0.0

    def __call__(self, done: int, total: int) -> None:
        """``done`` of ``total`` steps; call it as often as you like. Raises LeaseLostError."""
        moment = time.monotonic()
        if self._shown and (moment >= self._next or done == total):
            self._next = moment + SHOW_EVERY
            _aside(partial(_write, self._job, done=done, total=total, leased_until=timezone.now() + LEASE))


def _aside(write: Callable[[], None]) -> None:
    """Write on a connection of its own: who tells progress is in the middle of reading.

    SQLite refuses at once ("database is locked") what a connection writes while it reads rows from before somebody
    else's write. In a transaction the caller's connection it is: the write is to be undone with the rest.
    """
    if connection.in_atomic_block:
        write()
        return

    def _go() -> None:
        try:
            write()
        finally:
            connection.close()  # the thread's own

    with ThreadPoolExecutor(1, "job-progress") as other:
        other.submit(_go).result()


def _stop_reading() -> None:
    """What was being read when the work failed stays open as long as the error is looked at: take a new connection."""
    if not connection.in_atomic_block:
        connection.close()


def counted(progress: Progress, total: int, rows: Iterable[T], *, every: int = 100) -> Iterator[T]:
    """The same rows, with progress told along the way."""
    for done, row in enumerate(rows, start=1):
        yield row
        if done % every == 0 or done == total:
            progress(done, total)


@contextmanager
def output(job: Job, name: str) -> Iterator[IO[bytes]]:
    """A stream to write the job's result file to; it becomes the file only if the block ends well."""
    path = disk.new_path(timezone.now(), os.path.splitext(name)[1][:10])
    full = disk.absolute(path)
    full.parent.mkdir(parents=True, exist_ok=True)
    # In the target's folder: only within one file system is the rename whole or not at all.
    with tempfile.NamedTemporaryFile(dir=full.parent, prefix=".job-", delete=False) as stream:
        try:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            os.replace(stream.name, full)
        except BaseException:
            os.unlink(stream.name)
            raise
    job.file, job.file_name = path, name[:120]


def keep_file(job: Job) -> None:
    """Note the result's file in the caller's transaction: what was written with it and the file are one."""
    _write(job, file=job.file, file_name=job.file_name)


def run(job_id: str, *, at: datetime | None = None) -> bool:
    """Claim the job and carry it out; False when somebody else has it or it is over. Never raises for a failing job."""
    job = _claim(job_id, at or timezone.now())
    if job is None:
        return False
    try:
        _carry_out(job)
    except LeaseLostError:
        log.warning("job %s was taken over by another worker", job.pk)
    except EXPECTED as error:
        _stop_reading()
        words = "；".join(error.messages) if isinstance(error, ValidationError) else str(error)
        _give_up(job, words)
    except Exception:  # a fault of ours: tried again, then shown as one
        log.exception("job %s (%s) failed at attempt %s", job.pk, job.kind, job.attempts)
        _stop_reading()
        _retry_or_give_up(job)
    return True


def drain(*, at: datetime | None = None, seconds: float = 50.0) -> int:
    """Carry out what no hint has woken, oldest first; returns how many jobs this process took."""
    at = at or timezone.now()
    for job in Job.objects.exhausted(at, MOST_ATTEMPTS):
        _give_up(job, BROKE)
    end, taken = time.monotonic() + seconds, 0
    # A hundred at most, and fifty seconds: the beat comes again in a minute.
    for pk in Job.objects.claimable(at).order_by("created_at").values_list("pk", flat=True)[:100]:
        if time.monotonic() > end:
            break
        taken += run(str(pk), at=at)
    return taken


def clear(*, at: datetime | None = None) -> int:
    """Delete the result files of jobs that ended 30 days ago, or as long ago as their kind says; the rows stay.

    Returns how many.
    """
    autodiscover_modules("tasks")
    now = at or timezone.now()
    over = Q(finished_at__lt=now - KEEP_FILES)
    for kind, known in _handlers.items():
        over |= Q(kind=kind, finished_at__lt=now - known.keep)
    old = Job.objects.filter(over).exclude(file="")
    paths = dict(old.order_by("finished_at").values_list("pk", "file")[:1000])
    # Files first: a row without its file says 文件不在了, a file without its row stays for ever.
    disk.remove(*paths.values())
    return Job.objects.filter(pk__in=paths).update(file="")


def _claim(job_id: str, now: datetime) -> Job | None:
    """One conditional update: of any number of workers exactly one sees a changed row. On both databases."""
    rows = Job.objects.claimable(now).filter(pk=job_id, attempts__lt=MOST_ATTEMPTS)
    leased = max(now, timezone.now()) + LEASE
    if not rows.update(state=JobState.RUNNING, attempts=F("attempts") + 1, leased_until=leased):
        return None
    return Job.objects.select_related("post__user", "post__region").get(pk=job_id)


def _write(job: Job, **values: Any) -> None:
    """Change the row only while it is ours; the number of the attempt is the fence."""
    ours = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    if not ours.update(**values):
        raise LeaseLostError


def _carry_out(job: Job) -> None:
    known = _handler_of(job.kind)
    with transaction.atomic() if known.atomic else nullcontext():
        if known.atomic:
            # Locks the row: whoever wants to take the job over waits for this transaction to end.
            _write(job, leased_until=timezone.now() + LEASE)
        result = known.run(job, Progress(job, shown=not known.atomic)) or {}
        _end(job, JobState.DONE, result=result, file=job.file, file_name=job.file_name)


def _end(job: Job, state: str, **values: Any) -> None:
    """The job's last change and the message about it, both or neither."""
    now = timezone.now()
    with transaction.atomic():
        _write(job, state=state, finished_at=now, leased_until=None, **values)
        title = f"{job.title}：{'已完成' if state == JobState.DONE else '未完成'}"
        url = reverse("web:job", args=[job.pk])
        tell(
            job.post.user_id,
            kind="job",
            title=title,
            body=values.get("error", ""),
            url=url,
            key=f"job:{job.pk}",
            at=now,
        )


def _give_up(job: Job, words: str) -> None:
    try:
        _end(job, JobState.FAILED, error=shortened(words, 500))
    except LeaseLostError:
        log.warning("job %s ended elsewhere", job.pk)


def _retry_or_give_up(job: Job) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, BROKE)
        return
    try:
        _write(job, state=JobState.WAITING, leased_until=None)
    except LeaseLostError:
        log.warning("job %s was taken over by another worker", job.pk)
