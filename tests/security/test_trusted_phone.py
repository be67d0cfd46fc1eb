"""可信手机: once in thirty days on one's own phone, for walking roles, and over with the password, the post or the account."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import services
from hezhang.core.accounts.models import Post, TrustedPhone
from hezhang.core.accounts.services.trusted_phones import hash_of
from hezhang.core.audit.models import Entry

PHONE = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/90.0 Mobile Safari/537.36"
PASSWORD = "Qingliu-2026"
SIGN_IN = "/accounts/sign-in/"


def sign_in(post: Post, *, trust: bool = True) -> Client:
    post.user.set_password(PASSWORD)
    post.user.save()
    client = Client(HTTP_USER_AGENT=PHONE)
    data = {"username": post.user.username, "password": PASSWORD} | ({"trust": "on"} if trust else {})
    assert client.post(SIGN_IN, data).status_code == 302
    return client


def is_inside(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def after_the_session(client: Client) -> Client:
    """The same phone the next morning: its session is over, its cookie is not."""
    client.cookies.pop("sessionid", None)
    return client


@pytest.fixture
def chief(cast) -> Post:
    return cast.village_chief


def test_a_chief_comes_in_again_without_a_password(chief):
    phone = sign_in(chief)
    assert is_inside(after_the_session(phone))
    assert Entry.objects.filter(action="phone.trust", user=chief.user).count() == 1
    assert Entry.objects.filter(action="phone.resume", user=chief.user).count() == 1
    assert not is_inside(after_the_session(sign_in(chief, trust=False)))


def test_only_a_hash_is_stored_and_no_script_reads_the_cookie(chief):
    cookie = sign_in(chief).cookies["phone"]
    stored = TrustedPhone.objects.get()
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 30 * 86400
    assert len(cookie.value) >= 43 and stored.token_hash == hash_of(cookie.value)
    assert cookie.value not in str(vars(stored)) and stored.label == "安卓手机 · Chrome"
    assert cookie.value not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("member", ["clerk", "head", "handler", "leader"])
def test_a_desk_is_never_trusted(cast, member):
    client = sign_in(cast[member])
    assert not TrustedPhone.objects.exists() and "phone" not in client.cookies
    assert client.post(reverse("accounts:trust_phone")).status_code == 302
    assert not TrustedPhone.objects.exists()


def test_after_half_a_day_a_walk_is_still_handed_in(chief, cast):
    """The session dies while its page is open: the very POST comes in, and the next one too, with the form's old token."""
    phone = sign_in(chief)
    strict = Client(enforce_csrf_checks=True, HTTP_USER_AGENT=PHONE)
    strict.cookies["phone"] = phone.cookies["phone"].value
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get("/accounts/devices/").content.decode())
    after_the_session(strict)
    for _ in range(2):
        assert strict.post(reverse("accounts:trust_phone"), {"csrfmiddlewaretoken": token[1]}).status_code == 302
    after_the_session(strict)
    assert strict.post(reverse("accounts:trust_phone"), {"csrfmiddlewaretoken": "x" * 64}).status_code == 403


def end_by(ending: str, cast, chief: Post, phone: Client) -> None:
    """One of the ways in which a phone's trust is over."""
    if ending == "change":
        services.change_password(chief.user, "Another-2026-pw", by=chief)
    elif ending == "reset":
        services.reset_password(chief.user, by=cast.head)
    elif ending == "disable":
        services.disable_person(chief.user, by=cast.head)
    elif ending == "post":
        services.end_post(chief, timezone.localdate(), by=cast.head)
    elif ending == "sign_out":
        phone.post("/accounts/sign-out/")
    else:
        services.revoke_phone(TrustedPhone.objects.get(), by=chief if ending == "own" else cast.head)


@pytest.mark.parametrize("ending", ["change", "reset", "disable", "post", "sign_out", "own", "admin"])
def test_the_old_cookie_is_refused_after(cast, chief, ending):
    phone = sign_in(chief)
    old = Client()
    old.cookies["phone"] = phone.cookies["phone"].value
    assert is_inside(old)
    end_by(ending, cast, chief, phone)
    assert not is_inside(after_the_session(old))
    assert Entry.objects.filter(action="phone.revoke").count() == 1


@pytest.mark.parametrize("ending", ["disable", "own", "admin"])
def test_the_open_session_of_the_phone_ends_too(cast, chief, ending):
    phone = sign_in(chief)
    assert is_inside(phone)
    end_by(ending, cast, chief, phone)
    assert not is_inside(phone)


def test_it_runs_out_and_a_shorter_setting_counts_at_once(chief, settings):
    phone = sign_in(chief)
    TrustedPhone.objects.update(trusted_at=timezone.now() - timedelta(days=8))
    assert is_inside(after_the_session(phone))
    settings.TRUSTED_PHONE_DAYS = 7
    assert not is_inside(after_the_session(phone))
    settings.TRUSTED_PHONE_DAYS = 30
    TrustedPhone.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not is_inside(after_the_session(phone))


def test_zero_days_switch_it_off(chief, settings):
    phone = sign_in(chief)
    settings.TRUSTED_PHONE_DAYS = 0
    assert not is_inside(after_the_session(phone))
    assert "免登录" not in Client(HTTP_USER_AGENT=PHONE).get(SIGN_IN).content.decode()
    phone = sign_in(chief)
    assert phone.post(reverse("accounts:trust_phone")).status_code == 302 and TrustedPhone.objects.count() == 1


def test_a_phone_opens_no_desk(cast, chief):
    """Who is also a clerk acts as a chief there, and as nothing else."""
    Post.objects.create(user=chief.user, role="office_clerk", region=cast.county, starts_on="2020-01-01")
    phone = after_the_session(sign_in(chief))
    assert is_inside(phone)
    phone.post("/accounts/switch-post/", {"post": chief.user.posts.get(role="office_clerk").pk})
    assert phone.get("/people/").status_code == 403


def test_one_revokes_ones_own_and_the_office_those_of_its_people(cast, chief, enter):
    sign_in(chief)
    pk = TrustedPhone.objects.get().pk
    assert enter(cast.town_chief).post(reverse("accounts:revoke_phone", args=[pk])).status_code == 404
    assert enter(cast.neighbour_chief).post(reverse("people:revoke_phone", args=[pk])).status_code == 403
    assert "安卓手机" in enter(cast.clerk).get(reverse("people:person", args=[chief.user_id])).content.decode()
    assert enter(cast.clerk).post(reverse("people:revoke_phone", args=[pk])).status_code == 302
    assert TrustedPhone.objects.get().revoked_at is not None


def test_the_list_names_ones_own_phones(cast, chief):
    page = sign_in(chief).get("/accounts/devices/").content.decode()
    assert "安卓手机 · Chrome" in page and "本机是可信手机" in page and "移除" in page
