"""Parcels as a phone sends them."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

MOMENT = "%Y-%m-%dT%H:%M:%S"


@pytest.fixture
def say(cast, enter) -> Callable[..., HttpResponse]:
    """POST a JSON object to a door of parcels as this member of the cast."""

    def _say(name: str, told: Any, who: str = "village_chief") -> HttpResponse:
        body = told if isinstance(told, (str, bytes)) else json.dumps(told)
        return enter(cast[who]).post(reverse(f"parcels:{name}"), body, content_type="application/json")

    return _say


@pytest.fixture
def send_walk(cast, enter) -> Callable[..., HttpResponse]:
    """Hand a walk in as the queue of a phone does, with these changes; half an hour ago unless told."""

    def _send(who: str = "village_chief", ago: timedelta = timedelta(minutes=30), **changes: Any) -> HttpResponse:
        end = timezone.localtime() - ago
        plain = {
            "client_id": str(uuid4()), "reach": cast.village_reach.pk, "parcel_at": int(end.timestamp()),
            "started_at": (end - timedelta(minutes=20)).strftime(MOMENT), "ended_at": end.strftime(MOMENT),
        }  # fmt: skip
        url = reverse("patrols:submit_patrol")
        return enter(cast[who]).post(url, plain | changes, headers={"Accept": "application/json"})

    return _send
