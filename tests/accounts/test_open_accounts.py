"""发放账号: all who have no password get one, in one workbook, and nobody loses theirs."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from hezhang.core.accounts import services
from hezhang.core.accounts.models import User
from hezhang.core.audit.models import Entry
from hezhang.core.files import disk
from hezhang.core.office.people import opening
from hezhang.core.web import jobs
from hezhang.core.web.models import Job

URL = "/people/open-accounts/"


@pytest.fixture
def closed(cast):
    """A village chief and a head of the office who cannot sign in as yet."""
    people = [cast.village_chief.user, cast.head.user]
    User.objects.exclude(pk__in=[user.pk for user in people]).update(password=make_password("Qinglan#River26"))
    cast.clerk.user.refresh_from_db()
    return people


def rows_of(job: Job) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(disk.absolute(job.file).read_bytes()))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def opened_by(post, region=None) -> Job:
    job = opening.start(region, by=post)
    assert jobs.run(str(job.pk))
    job.refresh_from_db()
    return job


def test_the_workbook_tells_passwords_that_work(cast, closed, client):
    job = opened_by(cast.system_admin)
    chief = closed[0]
    line = next(row for row in rows_of(job) if chief.username in row)
    chief.refresh_from_db()
    assert chief.check_password(line[5]) and chief.must_change_password
    answer = client.post(reverse("accounts:sign_in"), {"username": chief.username, "password": line[5]})
    assert answer.status_code == 302
    assert job.result == {"people": 2}
    assert Entry.objects.filter(action="person.open_account").count() == 2


def test_who_has_a_password_keeps_it(cast, closed):
    before = dict(User.objects.exclude(pk__in=[user.pk for user in closed]).values_list("pk", "password"))
    opened_by(cast.system_admin)
    assert dict(User.objects.filter(pk__in=before).values_list("pk", "password")) == before


def test_a_password_set_in_the_meantime_stays(cast, closed):
    prepared = [services.prepare(user) for user in services.people_to_open(by=cast.system_admin)]
    services.reset_password(closed[0], by=None)
    hash_now = User.objects.get(pk=closed[0].pk).password
    opened = services.open_accounts(prepared, by=cast.system_admin)
    assert [one.user for one in opened] == [closed[1]]
    assert User.objects.get(pk=closed[0].pk).password == hash_now


def test_a_clerk_opens_no_account_of_a_superior(cast, closed):
    assert services.people_to_open(by=cast.clerk) == [closed[0]]


def test_a_neighbour_sees_nobody(cast, closed):
    assert services.people_to_open(by=cast.neighbour_clerk) == []


def test_one_region_only(cast, closed):
    assert services.people_to_open(cast.village, by=cast.head) == [closed[0]]
    assert services.people_to_open(cast.village2, by=cast.head) == []


def test_disabled_people_and_people_without_a_post_are_left_out(cast, closed):
    User.objects.filter(pk=closed[0].pk).update(is_active=False)
    closed[1].posts.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert services.people_to_open(by=cast.system_admin) == []


def test_a_second_run_of_the_same_job_keeps_file_and_passwords(cast, closed):
    job = opened_by(cast.system_admin)
    before, words = job.file, User.objects.get(pk=closed[0].pk).password
    Job.objects.filter(pk=job.pk).update(state="waiting")  # its worker died between the work and the end
    assert jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.file, job.state) == (before, "done")
    assert User.objects.get(pk=closed[0].pk).password == words


def test_nobody_to_open_is_said(cast, closed):
    opened_by(cast.system_admin)
    job = opened_by(cast.system_admin)
    assert (job.state, job.error) == ("failed", opening.NOBODY)


def test_the_file_is_gone_after_a_day(cast, closed):
    job = opened_by(cast.system_admin)
    path = disk.absolute(job.file)
    assert jobs.clear(at=timezone.now() + timedelta(hours=23)) == 0 and path.exists()
    assert jobs.clear(at=timezone.now() + timedelta(hours=25)) == 1 and not path.exists()


def test_the_page_names_them_and_starts_the_job(cast, closed, enter):
    client = enter(cast.clerk)
    page = client.get(URL).content.decode()
    assert closed[0].name in page and "为 1 人生成临时密码" in page and closed[1].name not in page
    answer = client.post(URL, {"region": ""})
    assert answer.url == reverse("web:job", args=[Job.objects.get().pk])


@pytest.mark.parametrize("who", ["county_chief", "handler", "leader", "security_admin", "audit_admin", "patroller"])
def test_nobody_else_may(cast, enter, who):
    assert enter(getattr(cast, who)).get(URL).status_code == 403


def test_a_region_outside_the_scope_is_refused(cast, closed, enter):
    answer = enter(cast.clerk).post(URL, {"region": cast.neighbour.pk})
    assert answer.status_code == 422 and not Job.objects.exists()
