"""Jobs: claimed once, tried again, given up, ended with a message."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.files import disk
from hezhang.core.notify.models import Message
from hezhang.core.web import jobs
from hezhang.core.web.models import Job

RUNS: list[str] = []


@jobs.handler("test.count")
def count(job, progress):
    RUNS.append(str(job.pk))
    total = job.params["total"]
    numbers = list(jobs.counted(progress, total, range(total)))
    with jobs.output(job, "结果.txt") as stream:
        stream.write(str(sum(numbers)).encode())
    return {"sum": sum(numbers)}


@jobs.handler("test.refuse")
def refuse(job, progress):
    raise jobs.JobError("所选期间没有数据，请改选季度。")


@jobs.handler("test.invalid")
def invalid(job, progress):
    raise ValidationError(["甲不对。", "乙不对。"])


@jobs.handler("test.crash")
def crash(job, progress):
    with jobs.output(job, "半.txt") as stream:
        stream.write(b"half")
        raise RuntimeError("ours")


@jobs.handler("test.atomic", atomic=True)
def rename(job, progress):
    progress(1, 2)
    Region.objects.filter(code=job.params["code"]).update(name="改名镇")
    if job.params["fails"]:
        raise jobs.JobError("第 2 行有误。")


@jobs.handler("test.overtaken")
def overtaken(job, progress):
    """While it works, its lease runs out and another worker takes the job over and ends it."""
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    if job.attempts == 1:
        assert jobs.run(str(job.pk))
    progress(1, 1)


def begin(post, kind="test.count", **params):
    return jobs.start(kind, "导出问题台账", params or {"total": 3}, by=post)


def test_a_job_runs_once_and_says_so(cast):
    job = begin(cast.clerk)
    assert job.state == "waiting"
    assert jobs.run(str(job.pk)) is True
    assert jobs.run(str(job.pk)) is False
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total, job.percent) == ("done", {"sum": 3}, 3, 3, 100)
    assert disk.absolute(job.file).read_bytes() == b"3"
    assert job.file_name == "结果.txt"
    message = Message.objects.get(user=cast.clerk.user)
    assert (message.title, message.url) == ("导出问题台账：已完成", f"/tasks/jobs/{job.pk}/")
    assert RUNS.count(str(job.pk)) == 1


@pytest.mark.parametrize(
    ("kind", "words"), [("test.refuse", "所选期间没有数据，请改选季度。"), ("test.invalid", "甲不对。；乙不对。")]
)
def test_a_refusal_is_shown_and_not_tried_again(cast, kind, words):
    job = begin(cast.clerk, kind)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == ("failed", words, 1)
    assert "未完成" in Message.objects.get(user=cast.clerk.user).title


def test_a_crash_is_tried_three_times_and_leaves_no_file(cast, settings, caplog):
    job = begin(cast.clerk, "test.crash")
    for state in ("waiting", "waiting", "failed"):
        jobs.run(str(job.pk))
        job.refresh_from_db()
        assert job.state == state
    assert "已重试 3 次" in job.error
    assert not jobs.run(str(job.pk))
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize(("fails", "name", "state"), [(False, "改名镇", "done"), (True, "桥头镇", "failed")])
def test_an_atomic_job_does_all_or_nothing(cast, fails, name, state):
    job = begin(cast.clerk, "test.atomic", code=cast.town.code, fails=fails)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    cast.town.refresh_from_db()
    assert (job.state, cast.town.name) == (state, name)


def test_a_worker_that_was_overtaken_stops_and_changes_nothing(cast):
    job = begin(cast.clerk, "test.overtaken")
    jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert Message.objects.filter(user=cast.clerk.user).count() == 1


def test_the_beat_finds_what_was_never_woken_and_what_died(cast):
    waiting, died, working = begin(cast.clerk), begin(cast.clerk), begin(cast.clerk)
    now = timezone.now()
    Job.objects.filter(pk=died.pk).update(state="running", attempts=1, leased_until=now - timedelta(seconds=1))
    Job.objects.filter(pk=working.pk).update(state="running", attempts=1, leased_until=now + timedelta(minutes=1))
    assert jobs.drain() == 2
    states = dict(Job.objects.values_list("pk", "state"))
    assert [states[job.pk] for job in (waiting, died, working)] == ["done", "done", "running"]


def test_a_job_whose_workers_keep_dying_is_given_up_visibly(cast):
    job = begin(cast.clerk)
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=3, leased_until=past)
    assert jobs.drain() == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert Message.objects.filter(user=cast.clerk.user).exists()


def test_an_unknown_kind_is_a_mistake(cast):
    with pytest.raises(KeyError):
        begin(cast.clerk, "test.nobody")
    assert not Job.objects.exists()


def test_old_result_files_go_and_the_job_stays(cast, settings):
    job = begin(cast.clerk)
    jobs.run(str(job.pk))
    assert jobs.clear() == 0
    assert jobs.clear(at=timezone.now() + timedelta(days=31)) == 1
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []
    job.refresh_from_db()
    assert (job.state, job.file) == ("done", "")
