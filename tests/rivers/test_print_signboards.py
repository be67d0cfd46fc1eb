"""Many sheets in one file, by a job; and the grace of each place by its own term."""

import pytest
from django.urls import resolve, reverse

from hezhang.core.files import disk
from hezhang.core.office.parameters import services as settings_
from hezhang.core.office.parameters import tables
from hezhang.core.web import jobs
from hezhang.core.web.models import Job
from rivers.boards.facts import board_words, overdue, with_since
from rivers.boards.models import Signboard
from rivers.chiefs.models import ChangeTerm
from tests.rivers.boarding import chief, follow, listed, put_up, today

pytestmark = pytest.mark.django_db


def carried_out(answer) -> Job:
    """The job whose page the answer leads to, done."""
    job = Job.objects.get(pk=resolve(answer.url).kwargs["pk"])
    jobs.run(str(job.pk))
    job.refresh_from_db()
    return job


def test_print_signboards_of_a_town_in_one_file(cast, enter, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    put_up(cast, code="B1"), put_up(cast, cast.town_reach, code="B2")
    follow(cast.village_reach, chief(cast.village, "新来的"), 5)
    client, url = enter(cast.clerk), reverse("rivers:print_signboards")
    for which, pages in (("all", 4), ("stale", 2)):
        job = carried_out(client.post(url, {"which": which, "town": cast.town.pk}))
        assert disk.absolute(job.file).read_bytes().count(b"/Type /Page /Parent") == pages
    job = carried_out(client.post(url, {"which": "overdue", "town": ""}))
    assert job.state == "failed" and "没有符合条件" in job.error
    assert client.get(url).status_code == 200 and enter(cast.village_chief).get(url).status_code == 403


def test_a_countys_own_term_holds_in_lists(cast):
    board = put_up(cast)
    follow(cast.village_reach, chief(cast.village, "新来的"), 20)
    late = lambda: overdue(listed_rows(), today()).exists()  # noqa: E731
    assert late() and "超期 5 天" in board_words(listed(board), today())
    settings_.customise_setting(tables.find("change_terms"), by=cast.clerk)
    ChangeTerm.objects.filter(region=cast.county, what="board").update(amount=30, unit="workday")
    assert not late() and "剩余" in board_words(listed(board), today())


def listed_rows():
    return with_since(Signboard.objects.all(), today())


def test_a_pattern_with_unknown_words_is_refused(cast, enter):
    settings_.customise_setting(tables.find("board_patterns"), by=cast.clerk)
    client, url = enter(cast.clerk), reverse("web:add_setting", args=["board_patterns"])
    facts = {
        "name": "本区",
        "order": 1,
        "front": "标题、河长、天气",
        "heading": "河长公示牌",
        "width_mm": 900,
        "height_mm": 600,
    }
    answer = client.post(url, facts)
    assert answer.status_code == 422 and "不认识“天气”" in answer.content.decode()
    assert client.post(url, facts | {"front": "标题、起止"}).status_code == 422
    assert client.post(url, facts | {"front": "标题、河长"}).status_code == 302
    board = put_up(cast)
    page = client.get(reverse("rivers:signboard_svg", args=[board.pk])).content.decode()
    assert 'width="900mm"' in page and "河段名称" not in page
