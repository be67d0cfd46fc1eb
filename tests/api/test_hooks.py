"""Other systems are told of changes: signed, in order, until it is taken; never into places that nobody named."""

import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.api import hooking, sending
from hezhang.core.api.models import Hook, HookSend, HookState
from hezhang.core.api.sending import FailedError, allowed_address, signature
from hezhang.core.kernel.addresses import networks
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.feed import services as feed
from tests.cast import build as build_cast
from tests.issues import build
from tests.issues.at_once import at_once

MINUTE = timedelta(minutes=1)


class Receiver:
    """A real server: what it took, with its headers; ``answer`` is the status it gives."""

    def __init__(self) -> None:
        self.taken, self.answer, receiver = [], 200, self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.taken.append((dict(self.headers), body))
                self.send_response(receiver.answer)
                self.send_header("Location", "http://127.0.0.1:1/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/in?from=hz"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    @property
    def verbs(self) -> list[str]:
        return [json.loads(body).get("verb", "test") for _, body in self.taken]


@pytest.fixture
def receiver(settings):
    settings.API_HOOK_NETWORKS = networks(["127.0.0.0/8"])
    found = Receiver()
    yield found
    found.server.shutdown()
    found.server.server_close()
    found.thread.join()


@pytest.fixture
def hooked(cast, receiver):
    def _hooked(post=None, **more):
        facts = {"name": "12345 平台", "contact": "区政务办", "url": receiver.url, "position": 0} | more
        return hooking.create_hook(post or cast.head, by=cast.head, **facts)

    return _hooked


def tell(at=None) -> int:
    feed.hand_out(at=at)
    return sending.drain(at=at)


def test_each_change_once_in_order_and_signed(cast, hooked, receiver):
    made = hooked()
    build.rectifying(cast)
    begun = int(timezone.now().timestamp())
    assert tell() == 4 and tell() == 0
    assert receiver.verbs == ["report", "register", "dispatch", "sign_for"]
    for headers, body in receiver.taken:
        stamp = headers["X-Hezhang-Timestamp"]
        wanted = hmac.new(made.secret.encode(), stamp.encode() + b"." + body, "sha256").hexdigest()
        assert headers["X-Hezhang-Signature"] == f"sha256={wanted}"
        assert begun <= int(stamp) <= timezone.now().timestamp()
    told = json.loads(receiver.taken[1][1])
    assert (told["event"], told["label"], told["to_state"], told["words"]) == (
        "problem.changed",
        "登记",
        "registered",
        "已登记",
    )
    assert cast.village_chief.user.name not in b"".join(body for _, body in receiver.taken).decode()


def test_the_secret_lies_nowhere_and_another_key_of_the_house_still_signs(hooked, settings):
    made = hooked()
    row = str(Hook.objects.values().get())
    assert made.secret not in row and hooking.secret_for(made.hook) == made.secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another-key-of-the-house-000000000000000",
    )
    assert hooking.secret_for(made.hook) == made.secret
    settings.SECRET_KEY_FALLBACKS = []
    assert hooking.secret_for(made.hook) is None


def test_renewed_signs_with_the_new_one(cast, hooked, receiver):
    old = hooked()
    new = hooking.renew_hook(old.hook, by=cast.head)
    hooking.try_hook(new.hook, by=cast.head)
    tell()
    headers, body = receiver.taken[0]
    stamp, got = headers["X-Hezhang-Timestamp"], headers["X-Hezhang-Signature"]
    assert got == f"sha256={signature(new.secret, stamp, body)}" != f"sha256={signature(old.secret, stamp, body)}"


def test_only_what_its_post_sees(cast, hooked, receiver):
    hooked(cast.handler)
    build.reported(cast)
    assert tell() == 0 and Hook.objects.get().position == feed.end() > 0
    build.dispatched(cast)
    assert tell() == 3


def test_what_is_not_taken_holds_up_those_behind_it_and_waits_longer_each_time(cast, hooked, receiver):
    hooked()
    build.reported(cast)
    build.reported(cast)
    receiver.answer, now = 500, timezone.now()
    assert tell(now) == 0 and len(receiver.taken) == 1
    assert tell(now) == 0 and len(receiver.taken) == 1  # not yet
    assert tell(now + MINUTE) == 0 and len(receiver.taken) == 2
    first = HookSend.objects.order_by("pk").first()
    assert (first.attempts, first.next_try_at, first.error) == (2, now + 3 * MINUTE, "对方回答 500")
    receiver.answer = 200
    assert tell(now + 3 * MINUTE) == 2
    numbers = [headers["X-Hezhang-Delivery"] for headers, _ in receiver.taken]
    assert numbers[0] == numbers[1] == numbers[2] != numbers[3]


def test_after_eight_failures_it_is_let_be_and_goes_on_where_it_stopped(cast, hooked, receiver):
    made = hooked()
    build.registered(cast)
    receiver.answer, now = 503, timezone.now()
    for hour in range(8):
        tell(now + hour * timedelta(hours=1))
    hook = Hook.objects.get()
    assert hook.paused_at and "503" in hook.paused_why and len(receiver.taken) == 8
    assert Message.objects.filter(user=cast.head.user, kind="hook").count() == 1
    build.reported(cast)
    assert tell(now + timedelta(days=1)) == 0 and len(receiver.taken) == 8
    receiver.answer = 200
    hooking.resume_hook(made.hook, by=cast.head, at=now + timedelta(days=1))
    assert tell(now + timedelta(days=1)) == 3 and receiver.verbs[8:] == ["report", "register", "report"]


def test_one_that_is_dead_holds_up_no_other(cast, hooked, receiver):
    dead = receiver.url.replace(str(receiver.server.server_port), "1")
    hooked(url=dead)
    hooked()
    build.reported(cast)
    assert tell() == 1
    assert HookSend.objects.get(hook__url=dead).error == "连接被拒绝"


def test_a_redirect_is_not_followed(cast, hooked, receiver):
    hooked()
    receiver.answer = 302
    build.reported(cast)
    assert tell() == 0 and HookSend.objects.get().error == "对方回答 302" and len(receiver.taken) == 1


def test_told_again_from_an_earlier_place(cast, hooked, receiver):
    made = hooked()
    build.registered(cast)
    tell()
    first = HookSend.objects.order_by("pk").first()
    hooking.replay_hook(made.hook, by=cast.head, position=first.position, last=feed.end())
    assert tell() == 1 and receiver.verbs == ["report", "register", "register"]
    with pytest.raises(ValidationError):
        hooking.replay_hook(made.hook, by=cast.head, position=feed.end() + 1, last=feed.end())


def test_a_try_goes_first_is_one_and_pauses_nothing(cast, hooked, receiver):
    made = hooked()
    build.reported(cast)
    feed.hand_out()
    assert hooking.try_hook(made.hook, by=cast.head) == hooking.try_hook(made.hook, by=cast.head)
    receiver.answer = 404
    sending.drain()
    assert receiver.verbs == ["test", "report"][: len(receiver.verbs)] and not Hook.objects.get().paused_at
    assert HookSend.objects.get(position=None).state == HookState.PARKED


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "::1", "10.0.0.5", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "::ffff:127.0.0.1",
     "fe80::1", "fc00::1", "100.64.0.1", "224.0.0.1", "2130706433", "0x7f.1"],
)  # fmt: skip
def test_it_leads_into_no_place_that_nobody_named(host):
    with pytest.raises(FailedError):
        allowed_address(host, 80)


def test_a_named_network_may_be_told_and_its_neighbour_not(settings):
    settings.API_HOOK_NETWORKS = networks(["10.1.0.0/16"])
    assert str(allowed_address("10.1.2.3", 80)) == "10.1.2.3"
    with pytest.raises(FailedError, match="API_HOOK_NETWORKS"):
        allowed_address("10.2.2.3", 80)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.cn/",
        "http://",
        "//x.cn",
        "http://a:b@x.cn/",
        "http://x.cn:99999/",
        "http://x.cn/a b",
        "http://x.cn/#a",
        "x",
    ],
)
def test_no_address(hooked, url):
    with pytest.raises(ValidationError) as wrong:
        hooked(url=url)
    assert "url" in wrong.value.message_dict


@pytest.mark.parametrize(
    "host",
    ["10.1.2.3", "[::1]", "169.254.169.254", "[::ffff:192.168.1.1]:8443", "localhost", "a.localhost.", "127.1",
     "2130706433", "0x7f000001", "0300.0250.1.1"],
)  # fmt: skip
def test_a_forbidden_address_is_refused_while_it_is_entered(hooked, settings, host):
    settings.API_HOOK_NETWORKS = ()
    with pytest.raises(ValidationError, match="API_HOOK_NETWORKS"):
        hooked(url=f"http://{host}/in")


def test_who_may(cast, hooked):
    made = hooked()
    with pytest.raises(ValidationError):
        hooked()  # the same address again
    with pytest.raises(NotAllowed):
        hooking.create_hook(cast.clerk, by=cast.clerk, name="甲", contact="乙", url="http://x.cn/", position=0)
    with pytest.raises(NotAllowed):
        hooking.resume_hook(made.hook, by=cast.security_admin)
    assert hooking.pause_hook(made.hook, by=cast.security_admin) and not hooking.pause_hook(made.hook, by=cast.head)


def test_the_pages(cast, enter, receiver):
    client = enter(cast.head)
    told = {"name": "省平台", "contact": "省河长办", "url": receiver.url, "post": cast.head.pk, "whole": "on"}
    build.reported(cast)
    page = client.post("/api/hooks/new/", told).content.decode()
    hook = Hook.objects.get()
    assert hooking.secret_for(hook) in page and hook.position == 0
    tell()
    page = client.get(f"/api/hooks/{hook.pk}/").content.decode()
    assert "已送达" in page and "上报" in page and "省平台" in client.get("/api/hooks/").content.decode()
    for verb, words in (("try", "测试已排上"), ("pause", "已停发"), ("resume", "已恢复")):
        assert words in client.post(f"/api/hooks/{hook.pk}/{verb}/", follow=True).content.decode()
    assert "已排上" in client.post(f"/api/hooks/{hook.pk}/replay/", {"position": 0}, follow=True).content.decode()
    assert client.post(f"/api/hooks/{hook.pk}/replay/", {"position": 10**6}).status_code == 422
    assert enter(cast.clerk).get("/api/hooks/").status_code == 403


def test_who_took_longer_than_the_lease_leaves_the_hook_to_the_other(cast, hooked, receiver):
    hook, now = hooked().hook, timezone.now()
    held = now + sending.LEASE
    assert sending.claim(hook.pk, now, None) and not sending.claim(hook.pk, now, None)
    late = held + timedelta(seconds=1)
    assert sending.claim(hook.pk, late, None)  # another took over
    assert not sending.claim(hook.pk, late, held)
    assert sending.claim(hook.pk, late, late + sending.LEASE)


def test_a_lease_is_let_go_by_its_holder_only(cast, hooked, receiver):
    hook = hooked().hook
    build.reported(cast)
    feed.hand_out()
    other = timezone.now() + timedelta(hours=1)

    def _overtaken(pk: int, now: object, held: object) -> bool:
        return Hook.objects.filter(pk=pk).update(leased_until=other) == 1

    assert sending.drain(claim=_overtaken) == 1
    hook.refresh_from_db()
    assert hook.leased_until == other


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_at_once_send_each_thing_once_and_without_the_claim_twice(settings, receiver, guarded):
    cast = build_cast()
    hooking.create_hook(cast.head, by=cast.head, name="甲", contact="乙", url=receiver.url, position=0)
    for _ in range(6):
        build.reported(cast)
    feed.hand_out()
    claim = sending.claim if guarded else lambda pk, now, held: True
    meet = threading.Barrier(2, timeout=30)

    def act() -> int:
        meet.wait()
        return sending.drain(claim=claim)

    at_once(act, act)
    numbers = [headers["X-Hezhang-Delivery"] for headers, _ in receiver.taken]
    assert (len(numbers) == len(set(numbers)) == 6) is guarded
