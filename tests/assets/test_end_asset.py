"""What is gone at the water ends on a day, leaves the lists, and comes back when that was a mistake."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.refusal import Refusal
from rivers.assets.services import end_asset, resume_asset
from rivers.registry.services import edit_reach


def test_it_ends_once_and_comes_back(cast, asset):
    yesterday = timezone.localdate() - timedelta(days=1)
    ended = end_asset(asset, yesterday, by=cast.clerk)
    assert ended.ended_on == yesterday
    with pytest.raises(Refusal):
        end_asset(asset, yesterday, by=cast.clerk)
    assert resume_asset(asset, by=cast.clerk).ended_on is None
    with pytest.raises(Refusal):
        resume_asset(asset, by=cast.clerk)


def test_days_and_offices_are_asked(cast, asset):
    today = timezone.localdate()
    with pytest.raises(ValidationError):
        end_asset(asset, today + timedelta(days=1), by=cast.clerk)
    asset.established_on = today
    asset.save()
    with pytest.raises(ValidationError):
        end_asset(asset, today - timedelta(days=1), by=cast.clerk)
    with pytest.raises(PermissionDenied):
        end_asset(asset, today, by=cast.town_chief)


def test_by_the_pages(cast, enter, asset):
    client, listed = enter(cast.clerk), reverse("rivers:assets")
    yesterday = timezone.localdate() - timedelta(days=1)
    assert client.post(reverse("rivers:end_asset", args=[asset.pk]), {"on": yesterday}).status_code == 302
    assert asset.name not in client.get(listed).text
    assert asset.name in client.get(listed, {"tab": "ended"}).text
    assert "只供查阅" in client.get(asset.get_absolute_url()).text
    assert client.post(reverse("rivers:resume_asset", args=[asset.pk])).status_code == 302
    assert asset.name in client.get(listed).text


def test_a_reach_does_not_end_before_its_assets(cast, asset):
    today = timezone.localdate()
    for held in cast.village_reach.tenures.all():
        held.delete()
    with pytest.raises(ValidationError) as refused:
        edit_reach(cast.village_reach, {"ended_on": today}, by=cast.clerk)
    assert "未终止的涉河对象 1 个（老桥排污口）" in str(refused.value)
    end_asset(asset, today, by=cast.clerk)
    assert edit_reach(cast.village_reach, {"ended_on": today}, by=cast.clerk).ended_on == today
