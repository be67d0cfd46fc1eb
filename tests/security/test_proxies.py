"""Behind a proxy: the real client's address and scheme, of declared proxies only, whatever the headers look like."""

import pytest
from django.test import Client

from hezhang.core.accounts.models import User
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.addresses import LOOPBACK, client_address, household, networks

SIGN_IN = "/accounts/sign-in/"
PASSWORD = "Qingliu-2026"
PROXIES = networks(["127.0.0.1", "::1", "10.0.0.0/8", "2001:db8:ffff::/48"])
SHAPES = {
    "no header": ("127.0.0.1", "", "127.0.0.1"),
    "one hop": ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
    "two hops": ("127.0.0.1", "192.0.2.7, 10.1.2.3", "192.0.2.7"),
    "four hops, two kinds": ("::1", "192.0.2.7,10.1.2.3, 2001:db8:ffff::5 ,10.9.9.9", "192.0.2.7"),
    "forged on the left": ("127.0.0.1", "203.0.113.9, 127.0.0.1, 192.0.2.7", "192.0.2.7"),
    "forged by a stranger": ("192.0.2.7", "203.0.113.9", "192.0.2.7"),
    "a stranger says loopback": ("192.0.2.7", "127.0.0.1", "192.0.2.7"),
    "proxies alone": ("127.0.0.1", "10.1.2.3, 10.1.2.4", "10.1.2.3"),
    "two lines, joined by the server": ("127.0.0.1", "203.0.113.9,192.0.2.7", "192.0.2.7"),
    "with a port": ("127.0.0.1", "192.0.2.7:51234", "192.0.2.7"),
    "IPv6": ("127.0.0.1", "2001:DB8::7", "2001:db8::7"),
    "IPv6 in brackets": ("127.0.0.1", "[2001:db8::7]", "2001:db8::7"),
    "IPv6 with a port": ("127.0.0.1", "[2001:db8::7]:443", "2001:db8::7"),
    "IPv6 with a zone": ("127.0.0.1", "fe80::1%eth0", "fe80::1"),
    "IPv4 in IPv6": ("::ffff:127.0.0.1", "::ffff:192.0.2.7", "192.0.2.7"),
    "an empty place": ("127.0.0.1", "192.0.2.7, ,", "127.0.0.1"),
    "garbage at the end": ("127.0.0.1", "192.0.2.7, unknown", "127.0.0.1"),
    "garbage before a proxy": ("127.0.0.1", "192.0.2.7, unix:, 10.1.2.3", "10.1.2.3"),
    "garbage on the left": ("127.0.0.1", "<script>, 192.0.2.7", "192.0.2.7"),
    "no numbers of ours": ("127.0.0.1", "１９２.0.2.7", "127.0.0.1"),
    "leading zeros": ("127.0.0.1", "192.000.002.007", "127.0.0.1"),
    "too long": ("127.0.0.1", "203.0.113.9, " * 5000 + "192.0.2.7, 10.1.2.3", "192.0.2.7"),
    "too long and cut inside": ("127.0.0.1", "1" * 5000 + "92.0.2.7", "127.0.0.1"),
    "a peer without address": ("", "192.0.2.7", ""),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_whom_the_header_names(shape):
    peer, forwarded, client = SHAPES[shape]
    assert client_address(peer, forwarded, PROXIES) == client


@pytest.mark.parametrize("shape", SHAPES)
def test_without_declared_proxies_no_header_counts(shape):
    peer, forwarded, _ = SHAPES[shape]
    assert client_address(peer, forwarded, ()) == peer.removeprefix("::ffff:")


@pytest.mark.parametrize("word", ["", "proxy.example", "0.0.0.0/0", "::/0", "10.0.0.0/40", "１.2.3.4"])
def test_a_proxy_is_declared_by_address_and_not_everybody_is_one(word):
    with pytest.raises(ValueError, match=r"."):
        networks([word])


def test_one_subscriber_is_one_address():
    assert household("192.0.2.7") == "192.0.2.7"
    assert household("2001:db8::1") == household("2001:db8::ffff:1") != household("2001:db8:0:1::1")
    assert household("") == household("unix:") == ""


@pytest.fixture
def person(cast) -> User:
    user = cast.clerk.user
    user.set_password(PASSWORD)
    user.save()
    return user


def enter_from(client: str, password: str, proxy: str = "127.0.0.1", **headers: str):
    data = {"username": "clerk", "password": password}
    return Client().post(SIGN_IN, data, REMOTE_ADDR=proxy, HTTP_X_FORWARDED_FOR=client, **headers)


@pytest.fixture
def proxied(settings):
    settings.TRUSTED_PROXIES = networks(LOOPBACK)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def test_five_failures_from_five_addresses_lock_nobody_out(person, proxied):
    for number in range(5):
        assert enter_from(f"192.0.2.{number}", "wrong").status_code == 422
    assert enter_from("192.0.2.1", PASSWORD).status_code == 302
    addresses = Entry.objects.filter(action="sign_in.failed").values_list("ip", flat=True)
    assert sorted(addresses) == [f"192.0.2.{number}" for number in range(5)]


def test_five_failures_from_one_address_lock_the_name_there_only(person, proxied):
    for _ in range(5):
        answer = enter_from("192.0.2.7", "wrong")
    assert answer.status_code == enter_from("192.0.2.7", PASSWORD).status_code == 429
    assert enter_from("192.0.2.8", PASSWORD).status_code == 302
    assert Entry.objects.get(action="sign_in.ok").ip == "192.0.2.8"


def test_a_client_who_writes_the_header_itself_stays_who_it_is(person, proxied):
    """Through the proxy, which appends; and past it, as a peer that nobody declared."""
    for number in range(5):
        answer = enter_from(f"203.0.113.{number}, 192.0.2.7", "wrong")
    assert answer.status_code == 429
    for number in range(5):
        answer = enter_from(f"203.0.113.{number}", "wrong", proxy="198.51.100.1")
    assert answer.status_code == 429
    assert set(Entry.objects.values_list("ip", flat=True)) == {"192.0.2.7", "198.51.100.1"}


@pytest.mark.parametrize(
    ("peer", "scheme", "is_believed"),
    [
        ("127.0.0.1", "https", True),
        ("127.0.0.1", "http", False),
        ("127.0.0.1", "https, https", True),
        ("127.0.0.1", "https, http", False),
        ("192.0.2.7", "https", False),
    ],
)
def test_the_scheme_is_believed_of_a_declared_proxy_only(db, proxied, settings, peer, scheme, is_believed):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get(SIGN_IN, REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO=scheme)
    assert answer.status_code == (200 if is_believed else 301)
