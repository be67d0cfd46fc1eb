"""Leads by program: read as the page reads them, and recorded once under the sender's number."""

import pytest

from hezhang.core.api.models import ApiWrite
from hezhang.core.audit.models import Entry
from issues.leads.models import Lead
from issues.ledger.models import Issue
from tests.api.conftest import made, program, send
from tests.leads.leads import AT, became, waiting

__all__ = ["made", "send"]


@pytest.fixture
def told(cast):
    return {"source": "mwr_line", "outside_number": "12314-0893", "reach": cast.village_reach.code, "text": "河滩挖沙"}


def test_it_waits_to_be_checked(send, cast, told):
    answer = send(cast.clerk, "leads/", told | {"lat": 30.2, "lng": 120.1})
    assert answer.status_code == 201, answer.content.decode()
    lead = Lead.objects.get()
    assert answer.json() == {"id": lead.pk, "state": "waiting"} and not Issue.objects.exists()
    assert (lead.get_source_display(), lead.reach, lead.region) == (
        "12314监督举报", cast.village_reach, cast.village,
    )  # fmt: skip
    assert Entry.objects.filter(action="token.write", post=cast.clerk).count() == 1


def test_the_same_again_is_answered_the_same_and_another_of_that_number_is_refused(send, cast, told):
    first, again = (send(cast.clerk, "leads/", told) for _ in range(2))
    assert first.json() == again.json() and Lead.objects.count() == ApiWrite.objects.count() == 1
    other = send(cast.clerk, "leads/", told | {"text": "另一条"})
    assert other.status_code == 409
    known = send(cast.clerk, "leads/", told, key="another-0001")
    assert known.status_code == 422 and "已经登记过" in known.json()["fields"]["outside_number"]
    assert Lead.objects.count() == ApiWrite.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": ""}, "text"), ({"source": "patrol"}, "source"), ({"source": None}, "source"), ({"reach": "R-0"}, "reach"),
        ({"lat": 91}, "lat"), ({"found_at": "2199-01-01T00:00"}, "found_at"), ({"outside_number": "长" * 61}, "outside_number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_field_and_leaves_the_number_free(send, cast, told, more, field):
    answer = send(cast.clerk, "leads/", told | more)
    assert answer.status_code == 422 and field in answer.json()["fields"], answer.content.decode()
    assert not ApiWrite.objects.exists() and not Lead.objects.exists()
    assert send(cast.clerk, "leads/", told).status_code == 201


@pytest.mark.parametrize("member", ["town_chief", "county_chief", "handler"])
def test_who_may_not(send, cast, told, member):
    assert send(cast[member], "leads/", told).status_code == 403
    assert not Lead.objects.exists()


def test_they_are_read_as_the_page_reads_them(made, cast):
    for state, make in AT.items():
        make(cast, outside_number=f"TB-{state}")
    client = program(made(cast.clerk).secret)
    rows = {one["outside_number"]: one for one in client.get("/api/v1/leads/").json()["results"]}
    assert {number: one["verdict"] for number, one in rows.items()} == {
        "TB-waiting": "待核实", "TB-became": "是问题", "TB-joined": "是问题", "TB-dismissed": "不是问题",
    }  # fmt: skip
    assert rows["TB-became"]["issue_number"] and rows["TB-dismissed"]["finding"] == "是施工围挡"
    some = client.get("/api/v1/leads/?tab=waiting&source=drone").json()["results"]
    assert [one["outside_number"] for one in some] == ["TB-waiting"]
    assert not {"reporter", "checked_by"} & set(some[0])
    assert client.get("/api/v1/leads/?tab=nothing").status_code == 400


def test_the_scope_is_that_of_the_pages(made, cast):
    lead = became(cast)
    url = f"/api/v1/leads/{lead.pk}/"
    for member, status in (("clerk", 200), ("leader", 200), ("town_chief", 200), ("handler", 403)):
        assert program(made(cast[member]).secret).get(url).status_code == status, member
    Lead.objects.update(region=cast.town2)
    assert program(made(cast.town_chief).secret).get(url).status_code == 404


def test_a_list_asks_the_same_however_long(made, cast, django_assert_max_num_queries):
    client = program(made(cast.clerk).secret)
    for number in range(3):
        waiting(cast, outside_number=f"T{number}")
    client.get("/api/v1/leads/")
    with django_assert_max_num_queries(12):
        assert len(client.get("/api/v1/leads/").json()["results"]) == 3
