"""Requests that do not come from our own pages, or not from whom they say."""

import pytest
from django.test import Client
from django.urls import reverse

from hezhang.core.accounts.models import Post
from hezhang.core.audit.models import Entry
from hezhang.core.notify.models import Message
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.issues import build
from tests.issues.acts import ACTS, url

pytestmark = [pytest.mark.once, pytest.mark.story_until("2026-07-01")]

LEDGER = "/issues/report/"
WORDS = "桥下发现偷排污水，水面发黑"


def strict(enter, post) -> Client:
    """A client whose tokens are looked at, as in service."""
    client = enter(post)
    client.handler.enforce_csrf_checks = True
    return client


def test_a_form_without_its_token_keeps_the_text_and_says_what_to_do(cast, enter):
    answer = strict(enter, cast.village_chief).post(LEDGER, {"reach": cast.village_reach.pk, "text": WORDS})
    page = answer.content.decode()
    assert answer.status_code == 403 and "重新提交" in page and WORDS in page
    assert not Issue.objects.exists()


def test_passwords_are_not_repeated(cast, enter):
    data = {"current": "Secret-Word-1", "new": "Secret-Word-2", "again": "Secret-Word-2"}
    assert "Secret-Word" not in strict(enter, cast.clerk).post("/accounts/password/", data).content.decode()


def test_a_foreign_origin_is_refused_and_its_text_is_not_shown(cast, enter):
    client = strict(enter, cast.village_chief)
    client.get(LEDGER)
    token = client.cookies["csrftoken"].value
    data = {"reach": cast.village_reach.pk, "text": WORDS, "csrfmiddlewaretoken": token}
    answer = client.post(LEDGER, data, HTTP_ORIGIN="https://evil.example")
    page = answer.content.decode()
    assert answer.status_code == 403 and "重新提交" in page and WORDS not in page
    assert not Issue.objects.exists()


def test_markup_in_the_kept_text_is_text(cast, enter):
    answer = strict(enter, cast.village_chief).post(LEDGER, {"text": "岸边</textarea><script>alert(1)</script>"})
    assert answer.status_code == 403 and "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "a b", "[::1"])
def test_another_host_is_refused(cast, enter, host):
    assert enter(cast.clerk).get("/", HTTP_HOST=host).status_code == 400
    assert Client().get("/accounts/sign-in/", HTTP_HOST=host).status_code == 400


def test_a_forwarded_host_or_address_is_not_believed(cast, enter):
    spoofed = {
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_FOR": "192.0.2.1",
        "HTTP_X_REAL_IP": "192.0.2.1",
    }
    answer = enter(cast.clerk).post("/accounts/sign-out/", REMOTE_ADDR="10.0.0.8", **spoofed)
    assert "evil.example" not in answer.url
    assert Entry.objects.get(action="sign_out").ip == "10.0.0.8"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nothing_leads_to_another_site(cast, enter, target):
    client = enter(cast.clerk)
    assert client.get("/accounts/sign-in/", {"next": target}).url == "/"
    assert client.post(reverse("web:choose_list"), {"page": "rivers", "next": target}).url == "/"
    message = Message.objects.create(
        user=cast.clerk.user, kind="x", title="消息", url=target, key=target, created_at=build.timezone.now()
    )
    assert client.get(reverse("notify:message", args=[message.pk])).status_code == 200


# Who tries a step that is not theirs, on an issue that they may see.
FORCED = {
    "settle": "village_chief",
    "pass_on": "clerk",
    "register": "village_chief",
    "dispatch": "village_chief",
    "sign_for": "clerk",
    "return": "clerk",
    "rectify": "clerk",
    "apply": "clerk",
    "verify": "handler",
    "send_back": "handler",
    "close": "handler",
    "reject": "village_chief",
    "supplement": "clerk",
    "recall": "village_chief",
    "reassign": "village_chief",
    "correct": "village_chief",
    "nudge": "handler",
    "answer": "clerk",
    "ask_extension": "clerk",
    "grant_extension": "handler",
    "refuse_extension": "handler",
    "redate": "handler",
    "endorse": "handler",
    "check_first": "handler",
    "suspend": "handler",
    "resume": "handler",
    "merge": "village_chief",
    "involve": "handler",
    "assist": "clerk",
    "hold": "handler",
    "rebound": "handler",
    "clear_false": "handler",
    "unmerge": "village_chief",
}


@pytest.mark.parametrize("verb", sorted(ACTS))
def test_a_step_of_another_role_is_403(cast, enter, verb):
    issue = build.AT[ACTS[verb].start](cast)
    answer = enter(cast[FORCED[verb]]).post(url(verb, issue), ACTS[verb].form(cast))
    assert (answer.status_code, Issue.objects.get(pk=issue.pk).state) == (403, ACTS[verb].start)


def test_nobody_signs_off_the_own_rectification(cast, enter):
    """The person who rectified changes posts and tries again as head of the office."""
    issue = build.verified(cast)
    both = Post.objects.create(
        user=cast.handler.user, role=cast.head.role, region=cast.county, department=cast.office, starts_on="2024-01-01"
    )
    assert enter(both).post(url("close", issue), {"words": ""}).status_code == 403
    assert Issue.objects.get(pk=issue.pk).state == State.VERIFIED


def test_the_own_rectification_is_not_verified_either(cast, enter):
    issue = build.applied(cast)
    both = Post.objects.create(user=cast.handler.user, role="chief", region=cast.county, starts_on="2024-01-01")
    assert enter(both).post(url("verify", issue), ACTS["verify"].form(cast)).status_code == 403


def test_extra_fields_give_no_rights(cast, enter):
    person = cast.village_chief.user
    data = {
        "name": "尚有田",
        "phone": "",
        "is_superuser": "1",
        "is_staff": "1",
        "role": "system_admin",
        "password": "x",
    }
    assert enter(cast.head).post(reverse("people:edit_person", args=[person.pk]), data).status_code == 302
    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff, person.has_usable_password()) == (False, False, False)
    assert list(person.posts.values_list("role", flat=True)) == ["chief"]


@pytest.mark.parametrize("role", ["system_admin", "office_head", "audit_admin"])
def test_a_clerk_hands_out_no_more_than_the_own_rights(cast, enter, role):
    data = {"role": role, "region": cast.county.pk, "starts_on": "2026-01-01"}
    answer = enter(cast.clerk).post(reverse("people:create_post", args=[cast.village_chief.user_id]), data)
    assert answer.status_code == 422 and not Post.objects.filter(user=cast.village_chief.user, role=role).exists()
