"""A patrol comes after its points, and is measured."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from patrols.tracks.models import TrackChunk
from patrols.tracks.services import settle
from patrols.walks.models import Patrol
from patrols.walks.signals import patrol_taken


def connect() -> None:
    patrol_taken.connect(measure_waiting, dispatch_uid="patrols.tracks.waiting")


def measure_waiting(sender: Any, patrol: Patrol, at: datetime, **_: Any) -> None:
    if TrackChunk.objects.of_walk(patrol.user_id, patrol.client_id).exists():
        settle(patrol, at)
