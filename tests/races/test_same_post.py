"""One person is given one post, and no second administrator's office, however many give it at the same moment."""

from datetime import date

import pytest
from django.urls import reverse

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from tests.races.together import TIMES, at_once, posts

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(cast) -> list[User]:
    """Of the county already, by an earlier office: whom nobody has placed, the county does not see."""
    people = [User.objects.create(username=f"new{turn}", name="夏小满") for turn in range(TIMES)]
    earlier = {"role": Role.LEADER, "region": cast.town, "starts_on": date(2025, 1, 1)}
    Post.objects.bulk_create(Post(user=person, **earlier) for person in people)
    return people


def test_the_same_post(cast, enter, people):
    client = enter(cast.head)
    for person in people:
        data = {"role": "patroller", "region": cast.town.pk, "starts_on": "2026-01-01"}
        sent = posts(client, reverse("people:create_post", args=[person.pk]), data, 3)
        assert sorted(at_once(sent, Post)) == [302, 422, 422]
    assert Post.objects.filter(user__in=people, role=Role.PATROLLER).count() == TIMES
