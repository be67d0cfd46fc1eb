"""What the pages of the registry need beside the cast."""

from datetime import date

import pytest

from rivers.boards.services import create_signboard
from rivers.water.choices import WaterClass
from rivers.water.services import create_section


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
