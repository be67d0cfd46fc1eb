"""What every answer carries, error pages among them."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.guards.test_scope_matrix import walk

# Pages of every kind, whichever the engine.
pytestmark = pytest.mark.once

PLAIN_PAGES = [reverse(name) for name, wanted in sorted(walk(get_resolver().url_patterns)) if not wanted]
ERRORS = [("/nowhere/", 404), ("/rivers/999999/", 404), ("/journal/", 403), ("/accounts/sign-out/", 405)]


def missing(answer) -> list[str]:
    """Which of the headers is not as it must be."""
    policy = answer.get("Content-Security-Policy", "")
    rules = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    found = {
        "script": rules.get("script-src") == "'self'",
        "style": rules.get("style-src") == "'self'",
        "default": rules.get("default-src") == "'self'",
        "object": rules.get("object-src") == "'none'",
        "frames": rules.get("frame-ancestors") == "'none'" and answer.get("X-Frame-Options") == "DENY",
        "unsafe": "unsafe-" not in policy and "*" not in policy and "http" not in policy,
        "nosniff": answer.get("X-Content-Type-Options") == "nosniff",
        "permissions": "geolocation=(self), screen-wake-lock=(self)" in (told := answer.get("Permissions-Policy", ""))
        and "camera=()" in told,
        "referrer": answer.get("Referrer-Policy") == "same-origin",
    }
    return [name for name, is_right in found.items() if not is_right]


# Kept by the browser of the one person, who asks each time whether they are still the newest: lines of rivers, what a phone
# needs without signal, and the service worker's script, which holds nothing but addresses of files.
KEPT = {"/rivers/map/lines/", "/parcels/pack/", "/sw.js"}


@pytest.mark.parametrize("member", ["clerk", "village_chief", "audit_admin"])
def test_every_page(cast, enter, member):
    client = enter(cast[member])
    for url in PLAIN_PAGES:
        answer = client.get(url)
        assert (url, missing(answer)) == (url, [])
        assert "no-store" in answer["Cache-Control"] or answer.status_code == 302 or url in KEPT, url


@pytest.mark.parametrize(("url", "status"), ERRORS)
def test_error_pages(cast, enter, url, status):
    answer = enter(cast.clerk).get(url)
    assert (answer.status_code, missing(answer)) == (status, [])
    assert "no-store" in answer["Cache-Control"]


def test_our_own_fault(cast, enter, settings):
    settings.ROOT_URLCONF = "tests.security.urls"
    client = enter(cast.clerk)
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert (answer.status_code, missing(answer)) == (500, [])
    assert "on purpose" not in answer.content.decode()


def test_before_sign_in(db):
    for url in (reverse("accounts:sign_in"), "/nowhere/", "/health/", "/"):
        assert missing(Client().get(url)) == []


def test_cookies_are_not_for_scripts_of_others(db):
    cookies = Client().get(reverse("accounts:sign_in")).cookies
    assert cookies["csrftoken"]["samesite"] == "Lax"


def test_the_session_cookie(cast):
    user = cast.clerk.user
    user.set_password("Qingliu-2026")
    user.save()
    cookie = Client().post("/accounts/sign-in/", {"username": "clerk", "password": "Qingliu-2026"}).cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
