"""Handing in a patrol through the real view, beside a bare Django view that inserts the same bytes and checks nothing.

The real one carries the session, the acting post, the scope of the reach, the idempotency key and the journal. On
PostgreSQL both stand beside its own ``pgbench`` too, which speaks no HTTP and reads no form: told without a bar, because
the bare view itself, the most that a Django site can take in, reaches a fifth of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from bench import Row, bench, interleaved, pgbench, seconds
from patrols.walks.models import Patrol
from tests.cast import Cast, build

ROUND, ROUNDS = 150, 5
FIXED: dict[str, object] = {}


def bare(request: HttpRequest) -> HttpResponse:
    """What the fastest Django can do: parse the form, insert one row, answer."""
    told = request.POST
    started_at = timezone.make_aware(datetime.fromisoformat(told["started_at"]))
    ended_at = timezone.make_aware(datetime.fromisoformat(told["ended_at"]))
    digest = hashlib.sha256(told.urlencode().encode()).hexdigest()
    Patrol.objects.create(
        client_id=UUID(told["client_id"]), content_hash=digest, started_at=started_at, ended_at=ended_at,
        submitted_at=timezone.now(), note=told["note"], start_lat=float(told["start_lat"]),
        start_lng=float(told["start_lng"]), **FIXED,
    )  # fmt: skip
    return HttpResponse(told["client_id"])


urlpatterns = [path("submit/", bare)]


def fields(cast: Cast) -> dict[str, object]:
    """One patrol as the phone sends it."""
    now = timezone.localtime().replace(microsecond=0, tzinfo=None)
    return {
        "client_id": str(uuid4()), "reach": cast.village_reach.pk, "kind": "routine", "note": "水面清洁，未见异常",
        "started_at": (now - timedelta(minutes=20)).isoformat(), "ended_at": now.isoformat(),
        "start_lat": "30.512345", "start_lng": "120.212345", "start_accuracy": "15", "findings": "0",
    }  # fmt: skip


def per_second(client: Client, address: str, cast: Cast) -> float:
    """Submissions a second, one after the other, on one connection."""
    parcels = [fields(cast) for _ in range(ROUND)]

    def send() -> None:
        for parcel in parcels:
            answer = client.post(address, parcel, HTTP_ACCEPT="application/json")
            client.cookies.pop("messages", None)  # the next page would have shown and dropped it
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answered {answer.status_code}: {answer.content[:200]!r}")

    return ROUND / seconds(send)


def signed_in(cast: Cast) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(cast.village_chief.user, backend="hezhang.core.accounts.backends.NameOrPhoneBackend")
    return client


@bench("patrol")
def submissions() -> Iterator[Row]:
    """Both through Django's own request handler, in turn."""
    call_command("load_defaults", verbosity=0)
    cast = build()
    chief, reach = cast.village_chief, cast.village_reach
    FIXED.update(post=chief, user=chief.user, reach=reach, river=reach.river, region=reach.region, tier="village")
    real = signed_in(cast)

    def limit() -> float:
        with override_settings(MIDDLEWARE=[], ROOT_URLCONF="bench.patrol"):
            return per_second(Client(SERVER_NAME="localhost"), "/submit/", cast)

    ours, bare_rate = interleaved(lambda: per_second(real, "/patrols/submit/", cast), limit, ROUNDS)
    yield Row("巡河提交", ours, bare_rate, "只插一行的 Django 视图", "次/秒", at_least=0.2)
    if connection.vendor == "postgresql" and pgbench.program():
        raw = pgbench.inserts_per_second(Patrol.objects.latest("pk"))
        yield Row("巡河提交", ours, raw, "pgbench 插入同一行", "次/秒")
        yield Row("只插一行的 Django 视图", bare_rate, raw, "pgbench 插入同一行", "次/秒")
