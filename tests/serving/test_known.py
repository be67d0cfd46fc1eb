"""From whom a large body is taken."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hezhang.core.accounts.models import OpenSession
from hezhang.core.accounts.services import trust_phone
from hezhang.core.accounts.sessions import SessionStore
from hezhang.serving.known import is_signed_in

# Outside of any transaction, as the server asks: inside one the connection would be dropped.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key(cast, enter):
    return enter(cast.clerk).session.session_key


def test_somebody_signed_in(key):
    assert is_signed_in(f"csrftoken=abc; sessionid={key}")


def test_a_trusted_phone(cast):
    _, token = trust_phone(by=cast.village_chief, agent="")
    assert is_signed_in(f"phone={token}")
    assert not is_signed_in("phone=forged")


@pytest.mark.parametrize("cookies", ["", "csrftoken=abc", "sessionid=0123456789abcdefghijklmnopqrstuv", "sessionid="])
def test_nobody(db, cookies):
    assert not is_signed_in(cookies)


def test_a_session_of_nobody(db):
    store = SessionStore()
    store["anything"] = 1
    store.save()
    assert not is_signed_in(f"sessionid={store.session_key}")


def test_a_session_that_has_ended(key):
    OpenSession.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    assert not is_signed_in(f"sessionid={key}")
