"""A worker process of its own, for ``test_two_workers``: all the jobs, when it is told to begin."""

import sys
import time
from pathlib import Path

from hezhang.core.web import jobs
from hezhang.core.web.models import Job, JobState


def naive_claim(job_id, now):
    """The control: looks first and writes afterwards, as one would without thinking."""
    job = Job.objects.select_related("post__user").get(pk=job_id)
    if job.state != JobState.WAITING:
        return None
    time.sleep(0.01)
    job.state, job.attempts, job.leased_until = JobState.RUNNING, job.attempts + 1, now + jobs.LEASE
    job.save()
    return job


def run(claim: str, log: Path) -> None:
    @jobs.handler("test.note")
    def note(job, progress):
        with log.open("a") as file:
            file.write(f"{job.pk}\n")
        progress(1, 1)

    if claim == "naive":
        jobs._claim = naive_claim
    waiting = list(Job.objects.filter(kind="test.note").order_by("pk").values_list("pk", flat=True))
    sys.stdout.write("ready\n")
    sys.stdin.readline()
    for pk in waiting:
        jobs.run(str(pk))
