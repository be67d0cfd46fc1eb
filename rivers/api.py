"""Gathers the doors of the rooms."""

from hezhang.core.api.doors import Door
from rivers.assets.api import DOORS as ASSETS
from rivers.boards.api import DOORS as BOARDS
from rivers.chiefs.api import DOORS as CHIEFS
from rivers.lines.api import DOORS as LINES
from rivers.plans.api import DOORS as PLANS
from rivers.registry.api import DOORS as REGISTRY
from rivers.water.api import DOORS as WATER

DOORS: list[type[Door]] = [*REGISTRY, *LINES, *CHIEFS, *BOARDS, *WATER, *ASSETS, *PLANS]
