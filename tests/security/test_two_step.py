"""两步验证: set up, given at sign-in, recovered, compelled, reset; and what a stranger with the password can do: nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from hezhang.core.accounts import services
from hezhang.core.accounts.models import OpenSession, Post, TrustedPhone, User
from hezhang.core.audit.models import Entry
from hezhang.core.notify.models import Message
from tests.security.test_devices import PASSWORD, PHONE, is_inside

SIGN_IN, CODE, PAGE = "/accounts/sign-in/", "/accounts/sign-in/code/", "/accounts/two-step/"


def code_of(user: User, drift: int = 0) -> str:
    """What the person's phone shows, so many steps of 30 seconds late or early."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, drift=drift):06d}"


def give_password(post: Post, agent: str = "", **more: str) -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR="10.0.0.8")
    answer = client.post(SIGN_IN, {"username": post.user.username, "password": PASSWORD, **more})
    assert answer.status_code == 302
    return client


def set_up(post: Post) -> list[str]:
    """Two steps for the person, with a code of the step before, so that the present one is still to be used."""
    post.user.set_password(PASSWORD)
    User.objects.filter(pk=post.user_id).update(password=post.user.password)
    services.begin_two_step(post.user)
    return services.confirm_two_step(post.user, code_of(post.user, -1), by=post, address="10.0.0.8", key="")


def test_setting_up_shows_a_picture_drawn_here_and_ten_codes_once(cast, enter):
    client = enter(cast.clerk)
    assert client.post(reverse("accounts:begin_two_step")).url == PAGE
    page = client.get(PAGE)
    assert (
        '<svg viewBox="0 0 ' in page.content.decode()
        and "http" not in re.findall(r"<svg.*?</svg>", page.content.decode())[-1]
    )
    assert not services.has_two_step(cast.clerk.user)
    assert client.post(reverse("accounts:confirm_two_step"), {"code": "abc"}).status_code == 422
    done = client.post(reverse("accounts:confirm_two_step"), {"code": code_of(cast.clerk.user)})
    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", done.content.decode())
    assert len(set(codes)) == 10 and "no-store" in done["Cache-Control"]
    assert services.has_two_step(cast.clerk.user) and is_inside(client)
    stored = str(list(StaticToken.objects.values())) + str(list(Entry.objects.values()))
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]
    assert Entry.objects.filter(action="person.confirm_two_step", user=cast.clerk.user).count() == 1


def test_what_was_open_with_a_password_alone_ends(cast, enter):
    other = enter(cast.village_chief)
    services.trust_phone(by=cast.village_chief, agent=PHONE)
    set_up(cast.village_chief)
    assert not is_inside(other) and TrustedPhone.objects.get().revoked_at


def test_the_password_alone_opens_nothing(cast):
    set_up(cast.clerk)
    client = give_password(cast.clerk)
    assert not is_inside(client) and client.get("/people/").url.startswith(SIGN_IN)
    assert not OpenSession.objects.filter(user=cast.clerk.user).exists()
    assert client.post(CODE, {"code": "000000"}).status_code == 422 and not is_inside(client)
    assert client.post(CODE, {"code": code_of(cast.clerk.user)}).status_code == 302 and is_inside(client)
    assert Entry.objects.filter(action="sign_in.wrong_code").count() == 1


@pytest.mark.parametrize(("drift", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(cast, drift, is_right):
    set_up(cast.clerk)
    TOTPDevice.objects.update(last_t=-1, drift=0)
    client = give_password(cast.clerk)
    client.post(CODE, {"code": code_of(cast.clerk.user, drift)})
    assert is_inside(client) is is_right


@pytest.mark.parametrize(
    "write",
    [lambda code: f" {code[:3]} {code[3:]} ", lambda code: code.translate({48 + n: 0xFF10 + n for n in range(10)})],
)
def test_a_code_as_people_type_it(cast, write):
    set_up(cast.clerk)
    client = give_password(cast.clerk)
    client.post(CODE, {"code": write(code_of(cast.clerk.user))})
    assert is_inside(client)


def test_a_code_counts_once(cast):
    set_up(cast.clerk)
    code = code_of(cast.clerk.user)
    for is_right in (True, False):
        client = give_password(cast.clerk)
        client.post(CODE, {"code": code})
        assert is_inside(client) is is_right


def test_a_recovery_code_counts_once_and_is_told(cast):
    codes = set_up(cast.clerk)
    for is_right in (True, False):
        client = give_password(cast.clerk)
        client.post(CODE, {"code": codes[3].upper()})
        assert is_inside(client) is is_right
    assert Entry.objects.get(action="person.use_recovery_code").after == {"left": 9}


def test_a_recovery_code_of_another_person_is_none(cast):
    codes = set_up(cast.head)
    set_up(cast.clerk)
    client = give_password(cast.clerk)
    client.post(CODE, {"code": codes[0]})
    assert not is_inside(client)


def test_a_wrong_code_leaves_an_empty_box_and_a_recovery_code_can_be_put_right(cast):
    set_up(cast.clerk)
    client = give_password(cast.clerk)
    assert "000000" not in client.post(CODE, {"code": "000000"}).content.decode()
    assert 'value="abcd-efgh"' in client.post(CODE, {"code": "abcd-efgh"}).content.decode()


def test_five_wrong_codes_and_the_password_is_asked_again(cast):
    set_up(cast.clerk)
    client = give_password(cast.clerk)
    answers = [client.post(CODE, {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    assert client.post(CODE, {"code": code_of(cast.clerk.user)}).url == SIGN_IN
    again = give_password(cast.clerk)  # from any device: it is the person's account that is guessed at
    assert again.post(CODE, {"code": code_of(cast.clerk.user)}).status_code == 429 and not is_inside(again)


def test_the_step_between_does_not_wait_for_ever_and_not_beyond_a_new_password(cast):
    set_up(cast.clerk)
    late, changed = give_password(cast.clerk), give_password(cast.clerk)
    session = late.session
    session["pending"] = session["pending"] | {"at": session["pending"]["at"] - 301}
    session.save()
    assert late.post(CODE, {"code": code_of(cast.clerk.user)}).url == SIGN_IN
    services.change_password(cast.clerk.user, "Another-2026-pw")
    assert changed.post(CODE, {"code": code_of(cast.clerk.user)}).url == SIGN_IN
    assert Client().get(reverse("accounts:second_step")).url == SIGN_IN


def test_after_the_code_one_is_where_one_wanted_to_be(cast):
    set_up(cast.clerk)
    client = give_password(cast.clerk, next="/rivers/?q=1")
    assert client.post(CODE, {"code": code_of(cast.clerk.user)}).url == "/rivers/?q=1"


def test_switching_off_needs_the_password_and_a_code(cast):
    set_up(cast.clerk)
    client = give_password(cast.clerk)
    client.post(CODE, {"code": code_of(cast.clerk.user)})
    url, code = reverse("accounts:end_two_step"), code_of(cast.clerk.user, 1)
    for wrong in ({"current": "Wrong-2026", "code": code}, {"current": PASSWORD, "code": "000000"}, {"code": code}):
        assert client.post(url, wrong).status_code == 422
    assert services.has_two_step(cast.clerk.user)
    assert client.post(url, {"current": PASSWORD, "code": code}).url == PAGE
    assert not services.has_two_step(cast.clerk.user) and not StaticToken.objects.exists()


def test_new_recovery_codes_void_the_old_ones(cast, enter):
    old = set_up(cast.clerk)
    answer = enter(cast.clerk).post(reverse("accounts:renew_codes"))
    new = re.findall(r"<code>(\w{5}-\w{5})</code>", answer.content.decode())
    assert len(new) == 10 and not set(new) & set(old)
    for code, is_right in ((old[0], False), (new[0], True)):
        client = give_password(cast.clerk)
        client.post(CODE, {"code": code})
        assert is_inside(client) is is_right


def test_a_compelled_role_sets_it_up_before_anything_else(cast, enter, settings):
    settings.TOTP_ROLES = frozenset({"office_head"})
    client = enter(cast.head)
    for url in ("/", "/people/", "/issues/", "/accounts/devices/"):
        assert client.get(url).url == PAGE
    assert client.post(reverse("people:reset_password", args=[cast.clerk.user_id])).url == PAGE
    assert "须开启两步验证" in client.get(PAGE).content.decode()
    assert client.get("/accounts/password/").status_code == 200
    client.post(reverse("accounts:begin_two_step"))
    client.post(reverse("accounts:confirm_two_step"), {"code": code_of(cast.head.user)})
    assert client.get("/people/").status_code == 200 and enter(cast.clerk).get("/people/").status_code == 200


def test_who_must_change_the_password_does_that_first_and_is_not_sent_in_circles(cast, enter, settings):
    settings.TOTP_ROLES = frozenset({"office_head"})
    User.objects.filter(pk=cast.head.user_id).update(must_change_password=True)
    client = enter(cast.head)
    assert client.get("/people/").url == client.get(PAGE).url == "/accounts/password/"
    assert client.get("/accounts/password/").status_code == 200


def test_a_trusted_phone_stands_for_the_code(cast, settings):
    settings.TOTP_ROLES = frozenset({"chief"})
    set_up(cast.village_chief)
    phone = give_password(cast.village_chief, PHONE, trust="on")
    assert not TrustedPhone.objects.filter(revoked_at=None).exists()  # not before the code
    phone.post(CODE, {"code": code_of(cast.village_chief.user)})
    phone.cookies.pop("sessionid")
    assert is_inside(phone) and phone.get("/patrols/").status_code == 200


def test_a_reset_has_words_ends_all_and_is_told(cast, enter):
    set_up(cast.village_chief)
    url = reverse("people:reset_two_step", args=[cast.village_chief.user_id])
    assert enter(cast.neighbour_clerk).post(url, {"reason": "x"}).status_code == 404
    assert enter(cast.clerk).post(url, {"reason": " "}).status_code == 422
    assert enter(cast.clerk).post(url, {"reason": "手机丢失，本人当面申请"}).status_code == 302
    row = Entry.objects.get(action="person.reset_two_step")
    assert row.after == {"reason": "手机丢失，本人当面申请"} and row.user == cast.clerk.user
    assert not services.has_two_step(cast.village_chief.user)
    assert "重置了您的两步验证" in Message.objects.get(user=cast.village_chief.user).body


def test_nobody_resets_above(cast, enter):
    set_up(cast.head)
    url = reverse("people:reset_two_step", args=[cast.head.user_id])
    assert enter(cast.clerk).get(url).status_code == enter(cast.clerk).post(url, {"reason": "x"}).status_code == 403
    assert services.has_two_step(cast.head.user)


def test_where_two_people_reset_a_password_they_reset_both_and_none_of_them_alone(cast, enter, settings):
    settings.ADMINS_SEPARATED = True
    set_up(cast.head)
    url = reverse("people:reset_two_step", args=[cast.head.user_id])
    assert enter(cast.system_admin).post(url, {"reason": "x"}).status_code == 403
    asked = services.ask_reset(cast.head.user, by=cast.system_admin, reason="手机丢失，本人到场")
    assert services.has_two_step(cast.head.user)
    services.confirm_request(asked.request, by=cast.security_admin)
    assert not services.has_two_step(cast.head.user)
    assert Entry.objects.get(action="person.reset_two_step").after == {"reason": "手机丢失，本人到场"}
