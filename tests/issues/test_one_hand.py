"""一手经办: a chain whose accounts come from one hand is written into the journal with the sign-off; nobody is stopped."""

from datetime import date

import pytest
from django.urls import reverse

from hezhang.core.accounts import services as accounts
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.audit.context import Origin, origin
from hezhang.core.audit.models import Entry
from issues.clocks.choices import Severity, Track
from issues.ledger import services
from issues.ledger.models import Category, Issue
from tests.issues import build


def at_address(ip: str, act):
    """Whatever it does is journalled as from there."""
    token = origin.set(Origin(ip, "x"))
    try:
        return act()
    finally:
        origin.reset(token)


def handler_of(cast, by: Post, chosen_at: str = "10.0.0.9") -> Post:
    """A handler whose account ``by`` made and handed out at 10.0.0.1; where the password was chosen is the question."""
    office = {"role": Role.HANDLER, "region": cast.county, "department": cast.bureau, "starts_on": date(2024, 1, 1)}
    user = at_address("10.0.0.1", lambda: accounts.add_person(by=by, name="经手人", **office))
    code = at_address("10.0.0.1", lambda: accounts.reset_password(user, by=by))
    at_address(chosen_at, lambda: accounts.set_password(code, "Xigua-Tizi-58"))
    return user.posts.get()


def closed_by(cast, handler: Post, verifier: Post, closer: Post) -> Issue:
    issue = build.reported(cast)
    category = Category.objects.get(name="乱堆")
    services.register(issue, cast.clerk, category=category, severity=Severity.MINOR, track=Track.TERM)
    services.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="清运")
    services.sign_for(issue, handler)
    services.apply(issue, handler, measures="已清运", photos=[build.photo(handler)])
    services.verify(issue, verifier, opinion="已清理干净", photos=[build.photo(verifier)])
    services.close(issue, closer)
    return issue


def marks(issue: Issue) -> list[Entry]:
    return list(Entry.objects.about(issue).filter(action="issue.one_hand"))


def test_a_clerk_who_made_the_rectifier_verifies_and_signs_off(cast):
    issue = closed_by(cast, handler_of(cast, cast.clerk), cast.clerk, cast.clerk)
    (mark,) = marks(issue)
    assert mark.after["chain"] == [
        "整改人经手人的账号由销号人文思齐建立",
        "整改人经手人的账号由销号人文思齐重置",
    ]
    assert mark.after["same_address"] is False and mark.post == cast.clerk


def test_a_password_chosen_at_the_makers_desk_is_graver(cast):
    issue = closed_by(cast, handler_of(cast, cast.clerk, "10.0.0.1"), cast.clerk, cast.head)
    assert marks(issue)[0].after["same_address"] is True


@pytest.mark.parametrize(
    ("maker", "verifier", "closer"), [("head", "village_chief", "clerk"), ("clerk", "patroller", "head")]
)
def test_who_takes_no_part_may_make_accounts(cast, maker, verifier, closer):
    assert marks(closed_by(cast, handler_of(cast, cast[maker]), cast[verifier], cast[closer])) == []


def test_who_handed_out_last_counts_not_who_did_long_ago(cast):
    handler = handler_of(cast, cast.head)
    code = accounts.reset_password(handler.user, by=cast.clerk)
    accounts.set_password(code, "Lanmao42Dengta")
    assert marks(closed_by(cast, handler, cast.clerk, cast.head))[0].after["chain"] == [
        "整改人经手人的账号由销号人何长清建立",
        "整改人经手人的账号由核查人文思齐重置",
    ]


def test_the_page_of_checks_names_it(cast, enter):
    issue = closed_by(cast, handler_of(cast, cast.clerk, "10.0.0.1"), cast.clerk, cast.clerk)
    for who in ("security_admin", "audit_admin"):
        page = enter(cast[who]).get(reverse("oversight:checks")).content.decode()
        assert issue.number in page and "密码在发放人的地址上设置" in page
        # What was found there is no administrator's.
        assert issue.text not in page
    other = Post.objects.create(
        user=cast.leader.user, role=Role.AUDIT_ADMIN, region=cast.neighbour, starts_on=date(2024, 1, 1)
    )
    assert issue.number not in enter(other).get(reverse("oversight:checks")).content.decode()
