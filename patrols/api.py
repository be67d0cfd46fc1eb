"""Gathers the doors of the rooms."""

from hezhang.core.api.doors import Door
from patrols.walks.api import DOORS as WALKS

DOORS: list[type[Door]] = [*WALKS]
