"""The life of a token: made, used, renewed, revoked, and over with its post."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.models import FailedTry
from hezhang.core.api.models import ApiRead, ApiToken
from hezhang.core.api.services import create_token, journal_reads, renew_token, revoke_token
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from tests.api.conftest import program

DAY = timedelta(days=1)


def days(number: int):
    return timezone.localdate() + number * DAY


def status(secret: str, **headers) -> int:
    return program(secret).get("/api/v1/rivers/", headers=headers).status_code


def test_only_a_hash_is_stored(made, cast):
    found = made(cast.head)
    assert (found.secret.startswith("hz_") and len(found.secret.rpartition("_")[2]) >= 40) or "_" in found.secret
    row = ApiToken.objects.values().get()
    assert found.secret not in str(row) and found.secret.startswith(row["prefix"])
    assert found.secret not in str(list(Entry.objects.values()))
    assert status(found.secret) == 200


@pytest.mark.parametrize("word", ["", "hz_", "hz_00000000_" + "a" * 43, "令牌", "a" * 5000])
def test_a_wrong_one_is_401_in_words(cast, word):
    answer = program(word.encode().decode("latin1")).get("/api/v1/rivers/")
    assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail"} and "令牌" in answer.json()["detail"]


def test_a_session_opens_no_door(enter, cast):
    assert enter(cast.head).get("/api/v1/rivers/").status_code == 401


def test_beside_a_session_the_token_counts(enter, cast, made):
    client = enter(cast.head)
    answer = client.get("/api/v1/rivers/", headers={"Authorization": f"Bearer {made(cast.town_chief).secret}"})
    assert answer.status_code == 200 and answer.wsgi_request.post == cast.town_chief


def test_hammering_is_held_and_a_true_token_behind_the_same_address_is_not(made, cast, settings):
    settings.API_FAILURES_PER_ADDRESS = 3
    true = made(cast.head).secret
    assert [status(f"hz_{number}") for number in range(5)] == [401, 401, 401, 429, 429]
    answer = program("hz_again").get("/api/v1/rivers/")
    assert "错误令牌过多" in answer.json()["detail"] and int(answer["Retry-After"]) > 0
    assert status(true) == 200 and FailedTry.objects.filter(kind="token").count() == 3


def test_it_ends_with_its_last_day(made, cast):
    found = made(cast.head, expires_on=timezone.localdate())
    assert status(found.secret) == 200
    ApiToken.objects.update(expires_at=timezone.now(), made_at=timezone.now() - DAY)
    answer = program(found.secret).get("/api/v1/rivers/")
    assert answer.status_code == 401 and "已到期" in answer.json()["detail"]


def test_it_is_revoked_by_the_security_administrator(made, cast):
    found = made(cast.head)
    with pytest.raises(NotAllowed):
        revoke_token(found.token, by=cast.clerk)
    revoke_token(found.token, by=cast.security_admin)
    revoke_token(found.token, by=cast.head)
    assert status(found.secret) == 401
    assert Entry.objects.filter(action="token.revoke_token").count() == 1


def test_it_ends_with_its_post_and_its_person(made, cast):
    found = made(cast.town_chief)
    cast.town_chief.ends_on = days(-1)
    cast.town_chief.save()
    assert status(found.secret) == 401
    other = made(cast.leader)
    cast.leader.user.is_active = False
    cast.leader.user.save()
    assert "人员已停用" in program(other.secret).get("/api/v1/rivers/").json()["detail"]


def test_renewed_both_work_for_a_day(made, cast):
    old = made(cast.head)
    new = renew_token(old.token, by=cast.head, expires_on=days(100))
    assert status(old.secret) == status(new.secret) == 200
    assert new.token.former == old.token and new.secret != old.secret
    old.token.refresh_from_db()
    assert old.token.expires_at - timezone.now() <= DAY
    with pytest.raises(Refusal, match="换发过"):
        renew_token(old.token, by=cast.head, expires_on=days(100))


def test_a_revoked_one_is_not_renewed(made, cast):
    old = made(cast.head)
    revoke_token(old.token, by=cast.head)
    with pytest.raises(Refusal, match="已停用"):
        renew_token(old.token, by=cast.head, expires_on=days(100))


@pytest.mark.parametrize("maker", ["clerk", "system_admin", "security_admin", "town_chief"])
def test_the_head_alone_makes_them(cast, maker):
    facts = {"name": "甲", "contact": "乙", "expires_on": days(9)}
    with pytest.raises(NotAllowed):
        create_token(cast.clerk, by=cast[maker], **facts)


@pytest.mark.parametrize(
    ("post", "more", "field"),
    [
        ("neighbour_clerk", {}, "post"),
        ("system_admin", {}, "post"),
        ("village_chief", {}, "post"),
        ("head", {"last": 366}, "expires_on"),
        ("head", {"last": -1}, "expires_on"),
        ("head", {"networks": "10.0.0.0/33"}, "networks"),
        ("head", {"networks": "0.0.0.0/0"}, "networks"),
    ],
)
def test_what_is_refused(made, cast, post, more, field):
    with pytest.raises(ValidationError) as wrong:
        made(cast[post], expires_on=days(more.pop("last", 30)), **more)
    assert field in wrong.value.message_dict


def test_from_its_own_addresses_only(made, cast):
    found = made(cast.head, networks="10.1.0.0/16，192.168.1.7")
    assert found.token.networks == "10.1.0.0/16,192.168.1.7/32"
    client = program(found.secret)
    assert client.get("/api/v1/rivers/", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.get("/api/v1/rivers/", REMOTE_ADDR="10.2.2.3").status_code == 403


def test_a_second_click_makes_no_second_one(made, cast):
    first = made(cast.head, name="省级平台")
    with pytest.raises(ValidationError, match="已有同名"):
        made(cast.head, name="省级平台")
    revoke_token(first.token, by=cast.head)
    assert made(cast.head, name="省级平台").token.pk


def test_it_is_told_to_who_may_close_it(made, cast):
    made(cast.head)
    assert Message.objects.filter(user=cast.security_admin.user, kind="token").count() == 1
    assert Entry.objects.get(action="token.create_token").region_id == cast.county.pk


def test_reads_are_counted_by_door_and_day_and_journalled_once(made, cast):
    found = made(cast.head)
    for _ in range(3):
        program(found.secret).get("/api/v1/reaches/?q=澄")
    program(found.secret).get("/api/v1/reaches/?wrong=1")
    row = ApiRead.objects.get()
    assert (row.door, row.times) == ("reaches", 3) and row.rows > 0
    assert journal_reads() == 0
    tomorrow = days(1)
    assert (journal_reads(today=tomorrow), journal_reads(today=tomorrow)) == (1, 0)
    entry = Entry.objects.get(action="token.read")
    assert entry.after["reaches"].startswith("3 次") and "澄" not in str(entry.after) and entry.user is None


def test_the_last_use_is_written_with_the_first_read_of_a_minute(made, cast):
    found = made(cast.head)
    status(found.secret)
    first = ApiToken.objects.get().last_used_at
    status(found.secret)
    row = ApiToken.objects.get()
    assert first is not None and (row.last_used_at == first or row.reads == 1)
