"""Tokens of the cast, and a program that reads with one."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.api.services import create_token
from patrols.walks.services import submit_patrol
from rivers.assets.models import ObjectKind
from rivers.assets.services import create_asset
from rivers.boards.services import create_signboard
from rivers.plans import services as plans
from rivers.water.choices import WaterClass
from rivers.water.services import create_section
from tests.issues import build
from tests.leads import leads


@pytest.fixture
def made(cast) -> Callable[..., Any]:
    """A token of the cast's head for a post, with its secret."""
    numbers = count(1)

    def _made(post: Post, **more: Any) -> Any:
        facts = {
            "name": f"省级平台{next(numbers)}",
            "contact": "省河长办",
            "expires_on": timezone.localdate() + timedelta(days=90),
        }
        return create_token(post, by=cast.head, **facts | more)

    return _made


def program(secret: str) -> Client:
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    client.raise_request_exception = False
    return client


@pytest.fixture
def read(made) -> Callable[..., Any]:
    """(post, address, query) → answer, each time by a token of its own unless ``secret`` is given."""

    def _read(post: Post, path: str, query: str = "", **headers: str) -> Any:
        return program(made(post).secret).get(f"/api/v1/{path}?{query}", headers=headers)

    return _read


@pytest.fixture
def send(made) -> Callable[..., Any]:
    """(post, address, content, key) → answer, by one writing token for each post."""
    clients: dict[int, Client] = {}

    def _send(post: Post, path: str, content: Any, key: str = "hotline-0001") -> Any:
        client = clients.setdefault(post.pk, program(made(post, writes=True).secret))
        body = content if isinstance(content, (str, bytes)) else json.dumps(content)
        return client.post(f"/api/v1/{path}", body, content_type="application/json", headers={"Idempotency-Key": key})

    return _send


@pytest.fixture
def board(cast):
    return create_signboard(by=None, reach=cast.village_reach, code="B1", place="老桥头", renewed_on=date(2026, 1, 1))


@pytest.fixture
def section(cast):
    facts = {"name": "上桥断面", "code": "S1", "river": cast.river, "region": cast.county}
    return create_section(by=None, **facts, target=WaterClass.III, body="river")


@pytest.fixture
def several(cast, board, section):
    """Three rows and more behind every door."""
    kind = ObjectKind.objects.get(key="outfall")
    sort = kind.fields.get(key="sort")
    for number in range(3):
        create_signboard(
            by=None, reach=cast.village_reach, code=f"B{number + 2}", place="桥头", renewed_on=date(2023, 1, 1)
        )
        facts = {"name": f"断面{number}", "code": f"S{number + 2}", "river": cast.river, "region": cast.county}
        month = create_section(by=None, **facts, target=WaterClass.III, body="river").months.create(
            month=date(2026, 8, 1), water_class=WaterClass.IV
        )
        create_asset(by=None, kind=kind, name="排口", region=cast.county, river=cast.river, values={sort: "其他排口"})
        month.readings.create(item="nh3n", reported="1.20", value="1.2")
        _order(cast, number)
        build.reported(cast)
        leads.waiting(cast, outside_number=f"TB-{number}")
        _walk(cast, number)


def _walk(cast: Any, number: int) -> None:
    start = timezone.now() - timedelta(days=number + 1)
    facts = {"reach": cast.village_reach, "started_at": start, "ended_at": start + timedelta(minutes=20)}
    submit_patrol(by=cast.village_chief, client_id=uuid4(), **facts)


def _order(cast: Any, number: int) -> None:
    """A chief's order in force, with one task."""
    today = timezone.localdate()
    span = {"starts_on": date(today.year, 1, 1), "ends_on": date(today.year, 12, 31)}
    order = plans.draw_plan(by=cast.clerk, kind="order", title=f"总河长令{number}", region=cast.county, **span)
    task = {"name": "截污", "quantity": Decimal(2), "unit": "公里", "reach": cast.village_reach}
    plans.add_task(order, task | {"starts_on": span["starts_on"], "due_on": span["ends_on"]}, by=cast.clerk)
    plans.submit_plan(order, by=cast.clerk, approver=cast.county_chief)
    plans.approve_plan(order, by=cast.county_chief, approved_on=today)
