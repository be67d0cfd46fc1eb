"""The page around a tab of a river's or a reach's home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from rivers.registry import homes, rules
from rivers.registry.models import River


def river_context(request: PostRequest, river: River, key: str) -> dict[str, Any]:
    """What ``rivers/home.html`` shows around the tab ``key``."""
    post = request.post
    return {
        "river": river,
        "home_tabs": homes.RIVER.shown(post, river.pk, key),
        "has_ended": river.ended_on is not None,
        "may_edit": rules.may_keep(post, river.region_id),
        "may_add": is_office(post) and river.ended_on is None,
    }


def river_home(
    request: PostRequest, river: River, key: str, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The tab ``key`` of the river's home (``rivers.registry.homes`` says how a room gets one)."""
    return render(request, template, river_context(request, river, key) | dict(context or {}))


def reach_context(request: PostRequest, reach: Any, key: str) -> dict[str, Any]:
    """What ``rivers/reach_home.html`` shows around the tab ``key``; of a reach from ``find_reach``."""
    post = request.post
    has_ended, may_keep = reach.ended_on is not None, rules.may_keep(post, reach.region_id)
    return {
        "reach": reach,
        "home_tabs": homes.REACH.shown(post, reach.pk, key),
        # Its own data may still be put right, and it may come back; nothing new begins on it.
        "may_keep": may_keep,
        "may_edit": may_keep and not has_ended,
        "has_ended": has_ended,
        "has_chief": reach.is_led,
    }


def reach_home(
    request: PostRequest, reach: Any, key: str, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The tab ``key`` of the reach's home."""
    return render(request, template, reach_context(request, reach, key) | dict(context or {}))
