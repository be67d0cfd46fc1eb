"""检查时核实: who found it there makes it a problem, with the photo that he took; nobody else does it this way."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import EvidenceMissing, SomebodyWasFaster
from issues.leads import services
from issues.leads.models import Lead
from issues.ledger.models import Issue
from tests.issues import build
from tests.leads.test_find_lead import found


def test_prove_lead(cast):
    lead = found(cast, cast.handler, photos=[build.photo(cast.handler)])
    services.prove_lead(lead, cast.handler, finding="检查时现场核实。")
    issue = Issue.objects.get()
    assert (lead.state, lead.issue, issue.text) == ("became", issue, "公示牌完好：电话空号")
    assert issue.evidence.get().upload == lead.photos.get().upload and issue.reporter is None


def test_taken_back_and_confirmed_it_is_another_problem(cast):
    lead = found(cast, cast.handler, photos=[build.photo(cast.handler)])
    services.prove_lead(lead, cast.handler, finding="检查时现场核实。")
    services.reopen_lead(lead, cast.clerk, words="再看一次")
    services.confirm_lead(lead, cast.patroller, finding="属实", photos=[build.photo(cast.patroller)])
    assert Issue.objects.count() == 2 and Lead.objects.get().issue.state == "reported"


def test_with_a_photo_once_and_by_the_finder(cast):
    bare = found(cast, cast.handler)
    with pytest.raises(EvidenceMissing):
        services.prove_lead(bare, cast.handler, finding="核实")
    with pytest.raises(NotAllowed):
        services.prove_lead(bare, cast.clerk, finding="核实")
    lead = found(cast, cast.handler, photos=[build.photo(cast.handler)])
    services.prove_lead(lead, cast.handler, finding="核实")
    with pytest.raises(SomebodyWasFaster):
        services.prove_lead(lead, cast.handler, finding="核实")
    assert Issue.objects.count() == 1
