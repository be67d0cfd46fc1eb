"""The ladder: which step is suggested on which day, its settings, and the list of notices."""

import pytest
from django.urls import reverse
from django.utils import timezone

from issues.escalation import services
from issues.escalation.facts import suggestion_for
from issues.escalation.models import NoticeRule
from issues.escalation.rules import is_pattern
from tests.escalation.notices import late, replied, sent


@pytest.mark.parametrize(
    ("days", "severity", "kind"),
    [(0, "minor", None), (2, "minor", None), (3, "minor", "hint"), (7, "minor", "supervise"), (14, "minor", "supervise"),
     (15, "minor", "talk"), (30, "minor", "listed"), (1, "serious", "hint"), (3, "major", "supervise"), (15, "major", "listed")],
)  # fmt: skip
def test_by_lateness_and_severity(cast, days, severity, kind):
    found = suggestion_for(late(cast, days, severity=severity), timezone.localdate())
    assert (found.rule.kind if found else None) == kind


def test_what_was_sent_is_not_suggested_again_unless_withdrawn(cast):
    issue, today = late(cast, 8), timezone.localdate()
    notice = sent(cast, issue, kind="supervise")
    assert suggestion_for(issue, today) is None
    services.withdraw_notice(notice, by=cast.clerk, words="重发")
    assert suggestion_for(issue, today).rule.kind == "supervise"


def test_an_office_may_switch_a_step_off(cast):
    NoticeRule.objects.filter(kind="talk").update(is_active=False)
    assert suggestion_for(late(cast, 20), timezone.localdate()).rule.kind == "supervise"


@pytest.mark.parametrize("text", ["河长办督〔{年}〕{号}号", "{年}-{号}"])
def test_a_pattern_has_year_and_number(text):
    assert is_pattern(text)


@pytest.mark.parametrize("text", ["", "{年}号", "{号}", "{年}{号}{号}", "{年}{号}{x}", "{{年}}{号}", "{年}{号}}"])
def test_other_patterns_are_refused(text):
    assert not is_pattern(text)


def test_the_list_and_whose_turn_it_is(cast, enter):
    notice, url = replied(cast), reverse("issues:notices")
    assert notice.number in enter(cast.clerk).get(f"{url}?tab=mine").content.decode()
    assert notice.number not in enter(cast.handler).get(f"{url}?tab=mine").content.decode()
    assert notice.number in enter(cast.handler).get(url).content.decode()
    assert notice.number not in enter(cast.neighbour_clerk).get(f"{url}?tab=all").content.decode()
    assert notice.number not in enter(cast.town_handler).get(f"{url}?tab=all").content.decode()
