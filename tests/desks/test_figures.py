"""Every figure of a home opens to exactly as many rows as it says."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from hezhang.core.accounts import services as accounts
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from issues.escalation.models import Notice
from issues.ledger import services
from issues.ledger.models import Category
from rivers.registry.services import create_reach
from tests.escalation import notices

MEMBERS = ["clerk", "head", "handler", "leader", "system_admin", "security_admin", "audit_admin"]


@pytest.fixture
def world(cast, client):
    """Issues in several states, notices that are answered and late, a reach nobody answers for, failed sign-ins today and before, a locked account."""
    facts = {"river": cast.river, "region": cast.village, "reach": cast.village_reach, "source": "hotline"}
    issues = [services.report(by=cast.clerk, text=f"第 {number} 处", **facts) for number in range(3)]
    services.register(issues[0], cast.clerk, category=Category.objects.first(), severity="minor", track="instant")
    services.register(issues[1], cast.clerk, category=Category.objects.first(), severity="minor", track="instant")
    services.dispatch(issues[1], cast.clerk, unit=cast.bureau, requirement="清理")
    for number in range(2):
        create_reach(
            by=None, river=cast.river, tier="village", region=cast.village2, code=f"G{number}", name=f"空{number}"
        )
    client.post("/accounts/sign-in/", {"username": "clerk", "password": "wrong"})
    accounts.reset_password(cast.town_handler.user, by=cast.head)
    accounts.ask_reset(cast.leader.user, by=cast.system_admin, reason="本人遗忘密码")
    notices.replied(cast)
    day = timezone.localdate() - timedelta(days=1)
    Notice.objects.filter(pk=notices.sent(cast).pk).update(sent_on=day, reply_by=day)
    twice = {"user": cast.security_admin.user, "region": cast.county, "starts_on": timezone.localdate()}
    Post.objects.create(role=Role.AUDIT_ADMIN, **twice)
    for _ in range(5):
        client.post("/accounts/sign-in/", {"username": "clerk", "password": "wrong"}, REMOTE_ADDR="10.0.0.9")


def figures(page) -> list[tuple[str, int, str]]:
    """(label, number, where it leads) of each figure."""
    found = []
    for stat in page.select(".stat"):
        number = int(re.match(r"\d+", stat.select_one(".stat-value").text.strip())[0])
        found.append((stat.select_one(".stat-label").text, number, stat.get("href", "")))
    return found


def rows_behind(client, page, url: str) -> int:
    """How many rows the link shows: on a list page, or in a section of the same page."""
    if url.startswith("#"):
        return len(page.select(f"{url} .todo"))
    answer = client.get(url)
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "notice-orange" not in body
    return int(re.search(r"共 (\d+) 条", body)[1])


@pytest.mark.parametrize("key", MEMBERS)
def test_every_figure_opens_to_as_many_rows(cast, enter, world, key):
    client = enter(cast[key])
    client.get("/")
    page = BeautifulSoup(client.get("/").content, "html.parser")
    told = figures(page)
    assert told
    assert [(label, number) for label, number, url in told] == [
        (label, rows_behind(client, page, url)) for label, _, url in told
    ]
    if key == "clerk":
        assert {("督办待确认", 1), ("督办超期未答复", 1)} <= {(label, number) for label, number, _ in told}
    assert any(number for _, number, _ in told), "the world of this test fills at least one figure"
