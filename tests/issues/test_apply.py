"""申请销号: the unit is done and shows it."""

import re

import pytest

from hezhang.core.files.models import Upload, UploadKind
from issues.ledger.choices import State
from tests.issues import build, checks
from tests.issues.acts import make, picture, url


def test_works(cast, enter):
    issue = checks.works(cast, enter, "apply")
    assert (issue.measures, issue.progress, issue.applied_by) == ("已清运完毕", 100, cast.handler.user)
    assert issue.evidence.filter(kind="after").count() == 1


@pytest.mark.parametrize("state", [State.DISPATCHED, State.VERIFIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "apply", state)


@pytest.mark.parametrize(("member", "status"), [("clerk", 403), ("village_chief", 403), ("town_handler", 404)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "apply", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "apply")


@pytest.mark.parametrize("field", ["measures", "photos"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "apply", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "apply")


def test_photos_survive_a_missing_word(cast, enter):
    """The phone does not send the picture again: what was uploaded is kept while the text is corrected."""
    issue, client = make(cast, "apply"), enter(cast.handler)
    page = client.post(url("apply", issue), {"measures": "", "photos": [picture()]}).content.decode()
    assert "已上传 1 张" in page
    kept = re.search(r'name="kept" value="(\d+)"', page).group(1)
    assert client.post(url("apply", issue), {"measures": "已清运", "kept": kept}).status_code == 302
    assert issue.evidence.filter(kind="after").count() == 1


def test_photos_of_others_cannot_be_kept(cast, enter):
    issue, foreign = make(cast, "apply"), build.photo(cast.clerk)
    answer = enter(cast.handler).post(url("apply", issue), {"measures": "已清运", "kept": str(foreign.pk)})
    assert answer.status_code == 422


def test_a_workbook_is_no_photo(cast, enter):
    """An upload of one's own, but of another kind: a number changed by hand must not make it evidence."""
    issue, sheet = make(cast, "apply"), build.photo(cast.handler)
    Upload.objects.filter(pk=sheet.pk).update(kind=UploadKind.SHEET)
    answer = enter(cast.handler).post(url("apply", issue), {"measures": "已清运", "kept": str(sheet.pk)})
    assert answer.status_code == 422


def test_photos_that_are_asked_for_are_marked(cast, enter):
    """The star and the tile's words stand where the rule demands photos; at 上报 it demands none by default."""
    issue = build.rectifying(cast)
    step = enter(cast.handler).get(url("apply", issue)).content.decode()
    report = enter(cast.village_chief).get("/issues/report/").content.decode()
    assert ("photo-tile-must" in step, "（至少一张）" in step) == (True, True)
    assert "photo-tile-must" not in report
