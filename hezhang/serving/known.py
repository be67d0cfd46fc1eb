"""Who is known before Django is asked: large bodies are taken from people who are signed in only."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections
from django.http import parse_cookie

from hezhang.core.accounts.middleware import PHONE_COOKIE
from hezhang.core.accounts.services import find_trusted


def is_signed_in(cookies: str) -> bool:
    """Whether the cookies are of a session with somebody in it, or of a trusted phone. Whether he may, the view says."""
    told = parse_cookie(cookies)
    close_old_connections()  # no request does it for us here
    try:
        return _has_session(told.get(settings.SESSION_COOKIE_NAME, "")) or bool(
            find_trusted(told.get(PHONE_COOKIE, ""))
        )
    finally:
        close_old_connections()


def _has_session(key: str) -> bool:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return bool(key) and SESSION_KEY in store(key)
