"""巩固: seen again, and still in order."""

import pytest
from django.utils import timezone

from hezhang.core.kernel.refusal import NotAllowed
from issues.ledger import services
from issues.ledger.choices import Look, PhotoKind, State
from tests.issues import build, checks
from tests.issues.acts import ACTS, make


def test_works(cast, enter):
    issue = checks.works(cast, enter, "hold")
    assert (issue.look, timezone.localdate(issue.looked_at)) == (Look.HOLDS, timezone.localdate())
    assert build.kinds(issue)[-1] == PhotoKind.LATER
    page = enter(cast.leader).get(issue.get_absolute_url()).content.decode()
    assert "巩固（" in page and "仍然干净" in page


@pytest.mark.parametrize("state", [State.RECTIFYING, State.VERIFIED, State.UNFOUNDED])
def test_wrong_state(cast, enter, state):
    checks.refuses_wrong_state(cast, enter, "hold", state)


@pytest.mark.parametrize(("member", "status"), [("village_chief", 403), ("leader", 403), ("handler", 403)])
def test_wrong_role(cast, enter, member, status):
    checks.refuses_role(cast, enter, "hold", member, status)


def test_neighbour_county(cast, enter):
    checks.is_hidden_from_neighbour(cast, enter, "hold")


@pytest.mark.parametrize("field", ["photos"])
def test_missing_field(cast, enter, field):
    checks.demands(cast, enter, "hold", field)


def test_it_may_be_looked_at_again_but_not_once_it_has_come_back(cast):
    issue = make(cast, "hold")
    for verb in ("hold", "hold", "rebound"):
        ACTS[verb].run(issue, cast.patroller, cast)
    with pytest.raises(NotAllowed, match="已认定反弹并重新立案"):
        services.hold(issue, cast.clerk, photos=[build.photo(cast.clerk)])
