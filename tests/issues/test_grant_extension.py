"""批准延期: as asked, or until another day."""

from datetime import timedelta

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build, checks
from tests.issues.acts import make, url


def test_works(cast, enter):
    issue = make(cast, "grant_extension")
    until = issue.asked_until
    assert (
        enter(cast.clerk).post(url("grant_extension", issue), {"until": f"{until}", "words": "同意"}).status_code == 302
    )
    issue = Issue.objects.get(pk=issue.pk)
    assert (issue.due_on, issue.due_sort, issue.asked_until) == (until, until, None)
    assert issue.spans.get(kind="extend").ends_on == until


@pytest.mark.parametrize("state", [State.DISPATCHED, State.APPLIED, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "grant_extension", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "grant_extension", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "grant_extension")


@pytest.mark.parametrize("field", ["until"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "grant_extension", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "grant_extension")


def test_without_a_request_there_is_nothing_to_grant(cast):
    issue = build.rectifying(cast)
    with pytest.raises(NotAllowed, match="没有待批的延期申请"):
        services.grant_extension(issue, cast.clerk, until=issue.due_on + timedelta(days=7))


def test_the_form_brings_along_what_was_asked(cast, enter):
    issue = make(cast, "grant_extension")
    page = enter(cast.clerk).get(url("grant_extension", issue)).content.decode()
    assert f'value="{issue.asked_until}"' in page
