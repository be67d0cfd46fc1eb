"""A program reports a problem: once under its number, judged as the page judges it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hezhang.core.api.models import ApiWrite
from hezhang.core.api.services import renew_token
from hezhang.core.audit.models import Entry
from issues.ledger.models import Issue
from tests.api.conftest import program
from tests.issues.acts import picture


@pytest.fixture
def told(cast):
    return {"source": "hotline", "reach": cast.village_reach.code, "text": "岸边堆放垃圾约三方"}


def test_it_is_in_the_ledger_with_its_number(send, cast, told):
    answer = send(cast.clerk, "problems/", told | {"lat": 30.2, "lng": 120.1})
    assert answer.status_code == 201, answer.content.decode()
    issue = Issue.objects.get()
    assert answer.json() == {
        "id": issue.pk,
        "number": issue.number,
        "state": "reported",
        "version": issue.transitions.get().pk,
    }
    assert (issue.source, issue.reach, issue.river, issue.lat) == ("hotline", cast.village_reach, cast.river, 30.2)
    assert Entry.objects.filter(action="token.write", post=cast.clerk).count() == 1


def test_the_same_again_is_answered_the_same_and_other_content_is_409(send, cast, told):
    first = send(cast.clerk, "problems/", told)
    again = send(cast.clerk, "problems/", dict(reversed(told.items())))
    assert (again.status_code, again.json()) == (201, first.json()) and Issue.objects.count() == 1
    other = send(cast.clerk, "problems/", told | {"text": "另一件"})
    assert (
        other.status_code == 409 and "换一个编号" in other.json()["detail"] and "hotline-0001" in other.json()["detail"]
    )
    assert Issue.objects.count() == ApiWrite.objects.count() == 1


def test_two_systems_have_numbers_of_their_own_and_a_renewed_one_keeps_its(send, made, cast, told):
    old = made(cast.clerk, writes=True)
    new = renew_token(old.token, by=cast.head, expires_on=old.token.expires_at.date())
    assert new.token.writes
    sent = [_post(one.secret, told).json()["id"] for one in (old, new, made(cast.clerk, writes=True))]
    assert sent[0] == sent[1] != sent[2]


def _post(secret, told):
    return program(secret).post(
        "/api/v1/problems/", json.dumps(told), content_type="application/json", headers={"Idempotency-Key": "12345-77"}
    )


def test_a_reading_token_writes_nothing(made, cast, told):
    answer = _post(made(cast.clerk).secret, told)
    assert answer.status_code == 403 and "可写入" in answer.json()["detail"] and not Issue.objects.exists()


def test_without_a_number_of_the_sender_nothing_is_taken(send, cast, told):
    for key in ("", "short", "with space 1", "长" * 9, "x" * 81):
        answer = send(cast.clerk, "problems/", told, key=key.encode().decode("latin1"))
        assert answer.status_code == 400 and "Idempotency-Key" in answer.json()["detail"], key
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "长" * 501}, "text"),
        ({"source": "gossip"}, "source"),
        ({"source": None}, "source"),
        ({"reach": "R-none"}, "reach"),
        ({"reach": None, "river": "nobody"}, "river"),
        ({"reach": 7}, "reach"),
        ({"lat": 91}, "lat"),
        ({"category": 10**30}, "category"),
        ({"found_at": "2199-01-01T00:00"}, "found_at"),
        ({"photos": [10**9]}, "photos"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_leaves_the_number_free(send, cast, told, more, field):
    answer = send(cast.clerk, "problems/", told | more)
    assert answer.status_code == 422 and field in answer.json()["fields"], answer.content.decode()
    assert not ApiWrite.objects.exists() and not Issue.objects.exists()
    assert send(cast.clerk, "problems/", told).status_code == 201


@pytest.mark.parametrize(
    "body",
    ["", "[]", "nul", "{", '"x"', "[" * 100_000, '{"text": NaN}', '{"text": "\\ud800"}', '{"text": {"a": 1}}',
     '{"text": "a\\u0000b"}', '{"texr": "x"}', b"\xff\xfe", '{"text": [["x"]]}'],
)  # fmt: skip
def test_what_cannot_be_read_is_400(send, cast, body):
    answer = send(cast.clerk, "problems/", body)
    assert answer.status_code == 400 and answer.json()["detail"] and not Issue.objects.exists()


def test_another_county_is_not_written_by_us(send, cast, told):
    foreign = cast.neighbour_clerk.region.pk
    answer = send(cast.clerk, "problems/", told | {"reach": None, "river": cast.river.code, "region": foreign})
    assert answer.status_code == 422 and "region" in answer.json()["fields"]


def test_a_unit_reports_nothing(send, cast, told):
    assert send(cast.handler, "problems/", told).status_code == 403


def test_photos_come_ahead_and_prove_it(made, cast, told):
    client = program(made(cast.clerk, writes=True).secret)
    key = {"Idempotency-Key": "photo-001"}
    sent = [client.post("/api/v1/photos/", {"photo": picture()}, headers=key) for _ in range(2)]
    assert [one.status_code for one in sent] == [201, 201] and sent[0].json() == sent[1].json()
    other = client.post("/api/v1/photos/", {"photo": picture(red=200)}, headers=key)
    assert other.status_code == 409
    wrong = SimpleUploadedFile("x.jpg", b"no photo")
    assert client.post("/api/v1/photos/", {"photo": wrong}, headers={"Idempotency-Key": "photo-002"}).status_code == 422
    body = json.dumps(told | {"photos": [sent[0].json()["id"]]})
    key = {"Idempotency-Key": "hotline-9"}
    answer = client.post("/api/v1/problems/", body, content_type="application/json", headers=key)
    assert answer.status_code == 201 and Issue.objects.get().evidence.get().upload_id == sent[0].json()["id"]
