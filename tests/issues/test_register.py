"""登记: the office takes a report into the ledger."""

import pytest
from django.urls import reverse

from issues.ledger.choices import State
from issues.ledger.models import Category
from tests.issues import build, checks


def test_works(cast, enter):
    issue = checks.works(cast, enter, "register")
    assert (issue.category.name, issue.severity, issue.chief) == ("乱堆", "serious", cast.village_chief)


def test_the_form_of_what_comes_next_stands_open(cast, enter):
    """Whoever registers a problem mostly hands it out at once."""
    issue, client = build.reported(cast), enter(cast.clerk)
    kind = Category.objects.get(name="乱堆")
    told = {"category": kind.pk, "severity": "minor", "track": "term"}
    answer = client.post(reverse("issues:register", args=[issue.pk]), told, follow=True)
    assert answer.redirect_chain == [(reverse("issues:dispatch", args=[issue.pk]), 302)]
    assert answer.context["form"].submit == "交办" and "登记：已办理" in answer.content.decode()


@pytest.mark.parametrize("state", [State.REGISTERED, State.RECTIFYING, State.CLOSED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "register", state)


@pytest.mark.parametrize(
    ("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 404), ("system_admin", 403)]
)
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "register", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "register")


@pytest.mark.parametrize("field", ["category", "severity", "track"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "register", field)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twice_at_once(cast):
    checks.happens_once_at_once(cast, "register")
