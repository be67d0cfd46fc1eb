"""A gateway that is switched on, and messages for it."""

import pytest

from hezhang.core.notify import channels, services
from hezhang.core.notify.models import Outbox
from tests.notify.gateway import Gateway


@pytest.fixture
def gateway(settings):
    gateway = Gateway()
    settings.NOTIFY_WEBHOOK_URL = gateway.url
    yield gateway
    gateway.close()


@pytest.fixture
def impatient(monkeypatch):
    """Half a second instead of five."""
    monkeypatch.setattr(channels, "TIMEOUT", 0.5)


@pytest.fixture
def tell(cast, gateway):
    """Tells the clerk something and returns its outbox row."""

    def _tell(key: str = "k1", **more) -> Outbox:
        assert services.tell(cast.clerk.user_id, kind="issue", title=f"事 {key}", key=key, **more)
        return Outbox.objects.get(message__key=key)

    return _tell
