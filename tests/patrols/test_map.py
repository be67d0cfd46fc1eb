"""Reaches coloured by their last walk, as of any day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from patrols.map.facts import last_walks
from patrols.map.receivers import colouring
from patrols.walks.models import Patrol
from rivers.registry.models import Reach


@pytest.mark.parametrize(("days", "shade"), [(0, 0), (6, 0), (7, 1), (29, 1), (30, 2), (89, 2), (90, None), (-1, None)])
def test_the_last_walk_counts_by_its_day(cast, walk, days, shade):
    patrol, today = walk().patrol, timezone.localdate()
    noon = timezone.localtime().replace(hour=12, minute=0)
    at = noon - timedelta(days=days)
    Patrol.objects.filter(pk=patrol.pk).update(started_at=at, ended_at=at, submitted_at=at, counting="counts")
    assert last_walks(cast.clerk, Reach.objects.all(), today).get(cast.village_reach.pk) == shade


def test_a_walk_that_does_not_count_says_nothing(cast, walk):
    Patrol.objects.filter(pk=walk().patrol.pk).update(counting="not", counting_why="时长不足")
    assert last_walks(cast.clerk, Reach.objects.all(), timezone.localdate()) == {}


def test_units_that_see_no_patrols_are_not_offered_the_colouring(cast):
    assert colouring(None, cast.clerk) and colouring(None, cast.handler) is None
