"""Two who register at the same moment get two codes; the control shows that it is the lock that sees to it."""

import pytest
from django.urls import reverse

from rivers.assets.models import Asset, ObjectKind
from rivers.registry.services import codes
from tests.races.together import LONG, TIMES, at_once, posts

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def send(client, cast, number: int, **more):
    url = f"{reverse('rivers:create_asset')}?kind={ObjectKind.objects.get(key='pump').pk}"
    sent = {"name": f"泵站{number}", "region": cast.village.code, "since": "2025-01-01"}
    return sorted(at_once(posts(client, url, sent), Asset, **more))


def test_each_gets_a_code_of_its_own(cast, enter):
    client = enter(cast.clerk)
    for number in range(TIMES):
        assert send(client, cast, number) == [302, 302]
    assert Asset.objects.values("code").distinct().count() == Asset.objects.count() == 2 * TIMES


def test_control_without_the_lock_one_is_turned_away(cast, enter, monkeypatch):
    monkeypatch.setattr(codes, "_serial", lambda prefix: None)
    assert send(enter(cast.clerk), cast, 1, patience=LONG) == [302, 422]
    assert Asset.objects.count() == 1
