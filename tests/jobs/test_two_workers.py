"""Two worker processes want the same jobs at the same moment."""

from collections import Counter

import pytest
from django.utils import timezone

from hezhang.core.web.models import Job
from tests.cast import build
from tests.jobs import worker
from tests.races.forked import all_at_once

JOBS = 30


def race(claim, tmp_path):
    """Both processes start together and work through the same list; how often each job was carried out."""
    log = tmp_path / "runs.txt"
    all_at_once(worker.run, claim, log)
    return Counter(log.read_text().split())


@pytest.fixture
def waiting(transactional_db):
    clerk = build().clerk
    now = timezone.now()
    Job.objects.bulk_create(Job(kind="test.note", title="记一笔", post=clerk, created_at=now) for _ in range(JOBS))


@pytest.mark.postgres
def test_each_job_runs_once(waiting, tmp_path):
    runs = race("guarded", tmp_path)
    assert (len(runs), set(runs.values())) == (JOBS, {1})
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


@pytest.mark.postgres
def test_without_the_guard_they_run_twice(waiting, tmp_path):
    """The control: the race is real."""
    assert max(race("naive", tmp_path).values()) == 2
