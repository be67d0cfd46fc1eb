"""What left the house, and what nobody knows about."""

import pytest

from hezhang.core.notify import delivery
from hezhang.core.notify.models import Outbox, OutboxState

URL = "/messages/outbox/"


@pytest.mark.parametrize(("who", "sees"), [("head", True), ("system_admin", True), ("neighbour_clerk", False)])
def test_open_questions_come_first(cast, enter, tell, who, sees):
    row = tell()
    Outbox.objects.update(state=OutboxState.UNKNOWN, error="未收到网关回执")
    page = enter(cast[who]).get(URL).content.decode()
    assert ("未收到网关回执" in page, "结果未知" in page) == (sees, True)
    assert row.message.user.name == "文思齐"


def test_sent_ones_have_their_tab(cast, enter, tell):
    tell()
    delivery.drain()
    assert "事 k1" in enter(cast.head).get(f"{URL}?tab=sent").content.decode()


@pytest.mark.parametrize("who", ["county_chief", "handler", "leader", "audit_admin"])
def test_nobody_else_looks(cast, enter, who):
    assert enter(cast[who]).get(URL).status_code == 403
