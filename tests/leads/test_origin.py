"""来源线索: the page of a problem says which lead it was, to whoever sees leads."""

from django.urls import reverse

from issues.leads import services
from tests.issues import build
from tests.leads.leads import became, dismissed, waiting


def page(enter, post, issue) -> str:
    return enter(post).get(reverse("issues:issue", args=[issue.pk])).content.decode()


def test_the_problem_says_which_lead_it_was(cast, enter):
    lead = became(cast, outside_number="TB-0107")
    text = page(enter, cast.clerk, lead.issue)
    assert "来源线索" in text and "TB-0107</a>（已立为问题）" in text and lead.get_absolute_url() in text


def test_what_was_joined_is_told_too_and_what_is_none_is_not(cast, enter):
    lead = became(cast, outside_number="TB-0107")
    again = waiting(cast, source="hotline", outside_number="RX-7")
    services.join_lead(again, cast.clerk, into=lead.issue, finding="同一处")
    dismissed(cast, outside_number="TB-0200")
    text = page(enter, cast.patroller, lead.issue)
    assert text.index("TB-0107") < text.index("RX-7</a>（已并入问题）") and "TB-0200" not in text


def test_units_are_told_of_none(cast, enter):
    issue = build.dispatched(cast)
    lead = waiting(cast, outside_number="TB-0107")
    services.join_lead(lead, cast.clerk, into=issue, finding="同一处")
    assert "TB-0107" in page(enter, cast.clerk, issue)
    assert "来源线索" not in page(enter, cast.handler, issue)


def test_a_problem_without_a_lead_has_no_such_row(cast, enter):
    assert "来源线索" not in page(enter, cast.clerk, build.reported(cast))


def test_what_was_taken_back_is_told_no_more(cast, enter):
    lead = became(cast, outside_number="TB-0107")
    issue = lead.issue
    services.reopen_lead(lead, cast.clerk, words="点错了")
    assert "来源线索" not in page(enter, cast.clerk, issue)
