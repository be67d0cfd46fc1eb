"""What the pages of the registry need beside the cast."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from rivers.boards.services import create_signboard
from rivers.handover.services import leave
from rivers.water.choices import WaterClass
from rivers.water.services import create_section
from tests.cast import SINCE


@pytest.fixture(autouse=True)
def _no_demo(settings):
    """The demonstration's banner names people of the cast on every page."""
    settings.DEMO = False


@pytest.fixture
def section(cast):
    facts = {"name": "上桥断面", "code": "S1", "river": cast.river, "region": cast.county}
    return create_section(by=None, **facts, target=WaterClass.III, body="river")


@pytest.fixture
def board(cast):
    return create_signboard(by=None, reach=cast.village_reach, code="B1", place="老桥头", renewed_on=date(2026, 1, 1))


@pytest.fixture
def successor(cast):
    """A chief of 上桥村 who holds nothing yet."""
    user = User.objects.create(username="successor", name="接河长")
    return Post.objects.create(user=user, role=Role.CHIEF, region=cast.village, title="主任", starts_on=SINCE)


@pytest.fixture
def gone(cast, successor):
    """The village chief left yesterday, the successor is in office today: their sheet, nobody has signed."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return leave(cast.village_chief, yesterday, by=cast.clerk, successor=successor)
