"""The hint to the broker: after the commit, beside the request, and never in its way."""

import threading

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from hezhang.core.web import jobs
from hezhang.core.web.models import Job
from tests.cast import build


@jobs.handler("test.nothing")
def nothing(job, progress):
    """Nothing to do."""


def hints():
    """Wait for the hints on their way."""
    for thread in threading.enumerate():
        if thread.name == "job-hint":
            thread.join(5)


@pytest.fixture
def broker(monkeypatch):
    """Stands in for Celery's door to the broker; ``fails`` makes it raise."""

    class Broker:
        fails = False
        sent: list[str] = []

    def send_task(name, args, retry):
        if Broker.fails:
            raise OperationalError("gone")
        Broker.sent.append(args[0])

    Broker.sent = []
    monkeypatch.setattr(current_app._get_current_object(), "send_task", send_task)
    monkeypatch.setattr(jobs, "_quiet_until", 0.0)
    return Broker


@pytest.mark.django_db(transaction=True)
def test_workers_are_woken_when_the_row_is_there(broker):
    cast = build()
    with transaction.atomic():
        job = jobs.start("test.nothing", "导出", {}, by=cast.clerk)
        hints()
        assert broker.sent == []
    hints()
    assert broker.sent == [str(job.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_job_wakes_nobody(broker):
    cast = build()
    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.start("test.nothing", "导出", {}, by=cast.clerk)
        raise RuntimeError
    hints()
    assert broker.sent == []
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_fails_nothing_and_is_left_alone_for_a_while(broker, caplog):
    cast = build()
    broker.fails = True
    first = jobs.start("test.nothing", "导出", {}, by=cast.clerk)
    hints()
    assert "broker does not answer" in caplog.text
    broker.fails = False
    jobs.start("test.nothing", "导出", {}, by=cast.clerk)
    hints()
    assert broker.sent == []
    assert jobs.drain() == 2
    first.refresh_from_db()
    assert first.state == "done"
