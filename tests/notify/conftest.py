"""A gateway that is switched on, and messages for it."""

import pytest

from hezhang.core.notify import services
from hezhang.core.notify.channels import letters
from hezhang.core.notify.choices import Pace
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
    monkeypatch.setattr(letters, "TIMEOUT", 0.5)


@pytest.fixture
def tell(cast, gateway):
    """Tells the clerk something and returns its outbox row."""

    def _tell(key: str = "k1", **more) -> Outbox:
        # By day and by night: the suite's clock stands at both.
        what = {"kind": "issue", "title": f"事 {key}", "key": key, "pace": Pace.URGENT}
        assert services.tell(cast.clerk.user_id, **what | more)
        return Outbox.objects.get(message__key=key)

    return _tell
