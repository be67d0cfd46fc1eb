"""The journal on the screen: for the audit administrator alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hezhang.core.audit.sealing import seal
from hezhang.core.audit.services import record

URL = "/journal/"


@pytest.fixture
def entry(cast):
    return record("issue.dispatch", cast.river, post=cast.clerk, before={"state": "new"}, after={"state": "<b>办</b>"})


def test_the_audit_administrator_reads_all(cast, enter, entry):
    client = enter(cast.audit_admin)
    page = client.get(URL).content.decode()
    assert "问题：交办" in page and "文思齐" in page
    page = client.get(f"{URL}{entry.pk}/").content.decode()
    assert "&lt;b&gt;办" in page and "尚未封签" in page
    seal()
    assert "已封签" in client.get(f"{URL}{entry.pk}/").content.decode()


@pytest.mark.parametrize("who", ["head", "clerk", "leader", "system_admin", "security_admin", "county_chief"])
def test_nobody_else_does(cast, enter, entry, who):
    assert enter(cast[who]).get(URL).status_code == 403
    assert enter(cast[who]).get(f"{URL}{entry.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?who=文思", True),
        ("?who=何长清", False),
        ("?action=issue.", True),
        ("?action=river.", False),
        ("?label=澄溪", True),
        ("?at_after=2098-01-01", False),
        ("?at_after=' or 1=1", True),
        ("?user__password=x", True),
    ],
)
def test_it_is_searched(cast, enter, entry, query, found):
    answer = enter(cast.audit_admin).get(URL + query)
    assert answer.status_code == 200 and ("问题：交办</a>" in answer.content.decode()) == found


def test_longer_journals_cost_no_more_queries(cast, enter, entry):
    client, counts = enter(cast.audit_admin), []
    client.get(URL)  # the first page of a session notes the device
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
        record("issue.close", cast.river, post=cast.head), record("x", post=cast.leader)
    assert counts[0] == counts[1]
