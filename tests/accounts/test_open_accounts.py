"""发放账号: all who have no password get a link, in one workbook, and nobody loses a password."""

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
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.office.people import opening
from hezhang.core.web import jobs
from hezhang.core.web.models import Job

URL = "/people/open-accounts/"
SITE, CHOSEN = "https://hzb.example.cn/", "Xigua-Tizi-58"


@pytest.fixture
def closed(cast):
    """A village chief and a clerk of the office who cannot sign in as yet; the head of the office can."""
    people = [cast.village_chief.user, cast.clerk.user]
    User.objects.exclude(pk__in=[user.pk for user in people]).update(password=make_password("Qinglan#River26"))
    cast.head.user.refresh_from_db()
    return people


def rows_of(job: Job) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(disk.absolute(job.file).read_bytes()))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def opened_by(post, region=None) -> Job:
    job = opening.start(region, by=post, site=SITE)
    assert jobs.run(str(job.pk))
    job.refresh_from_db()
    return job


def test_the_workbook_tells_links_that_work(cast, closed, client):
    job = opened_by(cast.head)
    chief = closed[0]
    line = next(row for row in rows_of(job) if chief.username in row)
    assert line[6] == SITE.rstrip("/") + reverse("accounts:set_password", args=[line[5]])
    answer = client.post(line[6].removeprefix(SITE.rstrip("/")), {"new": CHOSEN, "again": CHOSEN})
    assert answer.url == reverse("accounts:sign_in")
    chief.refresh_from_db()
    assert chief.check_password(CHOSEN) and not chief.must_change_password
    answer = client.post(reverse("accounts:sign_in"), {"username": chief.username, "password": CHOSEN})
    assert answer.status_code == 302
    assert job.result == {"people": 2}
    assert Entry.objects.filter(action="person.open_account").count() == 2


def test_who_has_a_password_keeps_it(cast, closed):
    before = dict(User.objects.exclude(pk__in=[user.pk for user in closed]).values_list("pk", "password"))
    opened_by(cast.head)
    assert dict(User.objects.filter(pk__in=before).values_list("pk", "password")) == before


def test_a_link_or_password_of_the_meantime_stays(cast, closed):
    waiting = services.people_to_open(by=cast.head)
    code = services.reset_password(closed[0], by=None)
    opened = services.open_accounts(waiting, by=cast.head)
    assert [one.user for one in opened] == [closed[1]]
    services.set_password(code, CHOSEN)
    services.set_password(opened[0].code, CHOSEN)
    assert services.open_accounts(waiting, by=cast.head) == []
    assert User.objects.get(pk=closed[0].pk).check_password(CHOSEN)


def test_who_was_handed_a_link_is_handed_no_second_one_until_it_runs_out(cast, closed):
    now = timezone.now()
    services.open_accounts(closed, by=cast.head, at=now)
    assert services.people_to_open(by=cast.head, at=now + timedelta(days=6)) == []
    assert services.people_to_open(by=cast.head, at=now + timedelta(days=8)) == closed


def test_the_system_administrator_gets_nobodys_link(cast, closed, enter):
    """三员分立: whoever reads no business data must not be able to enter as somebody who does."""
    assert services.people_to_open(by=cast.system_admin) == []
    with pytest.raises(NotAllowed, match="安全管理员确认"):
        services.open_accounts(closed, by=cast.system_admin)
    cast.system_admin.user.refresh_from_db()
    assert "由本区河长办办理" in enter(cast.system_admin).get(URL).content.decode()


def test_where_administrators_are_not_separated_he_does(cast, closed, settings):
    settings.ADMINS_SEPARATED = False
    assert services.people_to_open(by=cast.system_admin) == closed


def test_a_clerk_opens_no_account_of_a_superior(cast, closed):
    User.objects.filter(pk=cast.head.user_id).update(password="!")
    assert services.people_to_open(by=cast.clerk) == [closed[0]]


def test_a_neighbour_sees_nobody(cast, closed):
    assert services.people_to_open(by=cast.neighbour_clerk) == []


def test_one_region_only(cast, closed):
    assert services.people_to_open(cast.village, by=cast.head) == [closed[0]]
    assert services.people_to_open(cast.village2, by=cast.head) == []


def test_disabled_people_and_people_without_a_post_are_left_out(cast, closed):
    User.objects.filter(pk=closed[0].pk).update(is_active=False)
    closed[1].posts.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert services.people_to_open(by=cast.head) == []


def test_a_second_run_of_the_same_job_keeps_file_and_links(cast, closed):
    job = opened_by(cast.head)
    before, words = job.file, rows_of(job)
    Job.objects.filter(pk=job.pk).update(state="waiting")  # its worker died between the work and the end
    assert jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.file, job.state) == (before, "done")
    assert rows_of(job) == words
    assert services.find_link(words[-1][5]) is not None


def test_nobody_to_open_is_said(cast, closed):
    opened_by(cast.head)
    job = opened_by(cast.head)
    assert (job.state, job.error) == ("failed", opening.NOBODY)


def test_the_file_is_gone_after_a_day(cast, closed):
    job = opened_by(cast.head)
    path = disk.absolute(job.file)
    assert jobs.clear(at=timezone.now() + timedelta(hours=23)) == 0 and path.exists()
    assert jobs.clear(at=timezone.now() + timedelta(hours=25)) == 1 and not path.exists()


def test_the_page_names_them_and_starts_the_job(cast, closed, enter):
    client = enter(cast.head)
    page = client.get(URL).content.decode()
    assert closed[0].name in page and "为 2 人生成激活链接" in page and cast.leader.user.name not in page
    answer = client.post(URL, {"region": ""})
    assert answer.url == reverse("web:job", args=[Job.objects.get().pk])


@pytest.mark.parametrize("who", ["county_chief", "handler", "leader", "security_admin", "audit_admin", "patroller"])
def test_nobody_else_may(cast, enter, who):
    assert enter(getattr(cast, who)).get(URL).status_code == 403


def test_a_region_outside_the_scope_is_refused(cast, closed, enter):
    answer = enter(cast.head).post(URL, {"region": cast.neighbour.pk})
    assert answer.status_code == 422 and not Job.objects.exists()
