"""各角色权限: the page says what the doors do."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from hezhang.core.accounts.choices import Role
from hezhang.portal.desks.menu import MENU
from hezhang.portal.desks.powers import acts, pages

pytestmark = pytest.mark.apart

HOLDERS = {
    Role.CHIEF: "county_chief", Role.OFFICE_CLERK: "clerk", Role.OFFICE_HEAD: "head", Role.HANDLER: "handler",
    Role.PATROLLER: "patroller", Role.LEADER: "leader", Role.SYSTEM_ADMIN: "system_admin",
    Role.SECURITY_ADMIN: "security_admin", Role.AUDIT_ADMIN: "audit_admin",
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_a_tick_is_a_page_that_opens_and_a_dash_one_that_does_not(cast, enter, role):
    client, column = enter(cast[HOLDERS[role]]), list(Role).index(role)
    urls = [line.url for _, lines in MENU for line in lines]
    told = {url: page.opens[column][1] for url, page in zip(urls, pages(), strict=True)}
    assert told == {url: client.get(reverse(url)).status_code != 403 for url in urls}


def test_every_step_of_every_workflow_is_there():
    told = {(act.flow, act.label): act for act in acts()}
    assert told["问题", "销号"].who == "河长办" and "非核查人" in told["问题", "销号"].condition
    assert told["考核", "定稿"].who


def test_the_page(cast, enter):
    page = BeautifulSoup(enter(cast.security_admin).get(reverse("desks:powers")).content, "html.parser")
    assert len(page.select("thead th")) == 2 + len(Role) + 4
    assert enter(cast.clerk).get(reverse("desks:powers")).status_code == 403
