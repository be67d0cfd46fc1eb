"""并入已有问题: offered where the words or the place are alike; the lead stays linked with what was seen."""

import pytest
from django.core.exceptions import ValidationError

from issues.leads import services
from issues.ledger import services as ledger
from tests.issues import build
from tests.leads.leads import joined, waiting


def test_join_lead(cast):
    lead = joined(cast)
    assert (lead.state, lead.finding) == ("joined", "就是这一处") and lead.issue.leads.get() == lead


def test_what_is_alike_is_offered_and_another_by_its_number(cast, enter):
    issue, lead = build.reported(cast, text="岸边堆放垃圾"), waiting(cast)
    client = enter(cast.patroller)
    assert issue.number in client.get(lead.get_absolute_url()).content.decode()
    page = client.get(f"/issues/leads/{lead.pk}/join/").content.decode()
    assert f'value="{issue.pk}"' in page
    wrong = client.post(f"/issues/leads/{lead.pk}/join/", {"finding": "同一处", "number": "M0"})
    assert wrong.status_code == 422 and "同一处" in wrong.content.decode()
    done = client.post(f"/issues/leads/{lead.pk}/join/", {"finding": "同一处", "number": issue.number.lower()})
    assert done.status_code == 302
    lead.refresh_from_db()
    assert lead.issue == issue


def test_not_into_one_that_is_over(cast):
    issue = build.reported(cast)
    ledger.reject(issue, cast.clerk, words="查无此事")
    with pytest.raises(ValidationError, match="已经办结"):
        services.join_lead(waiting(cast), cast.clerk, into=issue, finding="同一处")
