"""The pages of a person's own jobs."""

import pytest
from django.urls import reverse

from hezhang.core.web import jobs
from hezhang.core.web.models import Job
from tests.jobs.test_running import begin

HTMX = {"HX-Request": "true"}


@pytest.fixture
def done(cast):
    job = begin(cast.clerk)
    jobs.run(str(job.pk))
    return Job.objects.get(pk=job.pk)


def test_a_running_job_asks_for_its_progress_and_a_finished_one_does_not(cast, enter, done):
    waiting = begin(cast.clerk)
    Job.objects.filter(pk=waiting.pk).update(state="running", done=30, total=120)
    client = enter(cast.clerk)
    page = client.get(reverse("web:job", args=[waiting.pk])).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert "已处理 30 / 120 条（25%）" in page
    part = client.get(reverse("web:job", args=[done.pk]), headers=HTMX).content.decode()
    assert "hx-trigger" not in part
    assert "<html" not in part
    assert reverse("web:job_file", args=[done.pk]) in part


def test_a_failed_job_says_why(cast, enter):
    job = begin(cast.clerk, "test.refuse")
    jobs.run(str(job.pk))
    assert "请改选季度" in enter(cast.clerk).get(reverse("web:job", args=[job.pk])).content.decode()


def test_the_file_comes_as_a_download(cast, enter, done):
    response = enter(cast.clerk).get(reverse("web:job_file", args=[done.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue() == b"3"


def test_jobs_of_others_are_not_there(cast, enter, done):
    client = enter(cast.head)
    for name in ("job", "job_file"):
        assert client.get(reverse(f"web:{name}", args=[done.pk])).status_code == 404
    assert "导出问题台账" not in client.get(reverse("web:jobs")).content.decode()


def test_a_job_without_a_file_has_nothing_to_download(cast, enter):
    job = begin(cast.clerk)
    assert enter(cast.clerk).get(reverse("web:job_file", args=[job.pk])).status_code == 404


@pytest.mark.parametrize("who", ["clerk", "village_chief"])
def test_the_list_costs_the_same_however_long(cast, enter, who, django_assert_max_num_queries):
    client = enter(cast[who])
    counts = []
    for more in (1, 2):
        for _ in range(more):
            begin(cast[who])
        with django_assert_max_num_queries(15) as queries:
            page = client.get(reverse("web:jobs")).content.decode()
        counts.append(len(queries))
    assert page.count("导出问题台账") == 3
    assert counts[0] == counts[1]
