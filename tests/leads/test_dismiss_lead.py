"""不是问题: the evidence is kept."""

import pytest

from hezhang.core.workflow.errors import EvidenceMissing
from issues.leads import services
from issues.leads.models import Lead
from issues.ledger.models import Issue
from tests.leads.leads import dismissed, waiting


def test_dismiss_lead(cast):
    lead = dismissed(cast)
    step = lead.transitions.get(verb="dismiss_lead")
    assert (lead.state, lead.finding, step.photos.count()) == ("dismissed", "是施工围挡", 1)
    assert not Issue.objects.exists()


def test_not_without_a_photo(cast):
    with pytest.raises(EvidenceMissing):
        services.dismiss_lead(waiting(cast), cast.patroller, finding="没有", photos=[])
    assert Lead.objects.get().state == "waiting"
