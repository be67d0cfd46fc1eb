"""What wakes the jobs up; what must be done stands in their rows."""

from celery import shared_task

from hezhang.core.web import jobs

__all__ = ["clear_jobs", "drain_jobs", "run_job"]


@shared_task(name="web.run_job")
def run_job(job_id: str) -> None:
    """Carry out one job, if nobody else has it."""
    jobs.run(job_id)


@shared_task(name="web.drain_jobs")
def drain_jobs() -> None:
    """Carry out what no hint has woken, and what a dead worker left behind."""
    jobs.drain()


@shared_task(name="web.clear_jobs")
def clear_jobs() -> None:
    """Delete result files whose time is over: a month, a day for those with passwords."""
    jobs.clear()
