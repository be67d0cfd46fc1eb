"""One person is given one post, and no second administrator's office, however many give it at the same moment."""

import pytest
from django.urls import reverse

from hezhang.core.accounts.models import Post, User
from tests.races.together import TIMES, at_once, posts

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(cast) -> list[User]:
    return [User.objects.create(username=f"new{turn}", name="夏小满") for turn in range(TIMES)]


def test_the_same_post(cast, enter, people):
    client = enter(cast.system_admin)
    for person in people:
        data = {"role": "patroller", "region": cast.town.pk, "starts_on": "2026-01-01"}
        sent = posts(client, reverse("people:create_post", args=[person.pk]), data, 3)
        assert sorted(at_once(sent, Post)) == [302, 422, 422]
    assert Post.objects.filter(user__in=people).count() == TIMES
