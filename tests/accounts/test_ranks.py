"""Whose account one may touch: an office that begins next week ranks a person already."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.kernel.refusal import NotAllowed


@pytest.fixture
def coming(cast) -> User:
    """A handler of the bureau who becomes head of the office next week."""
    user = User.objects.create(username="coming", name="来任新")
    today = timezone.localdate()
    Post.objects.create(
        user=user, role=Role.HANDLER, region=cast.county, department=cast.bureau, starts_on=today - timedelta(days=90)
    )
    Post.objects.create(user=user, role=Role.OFFICE_HEAD, region=cast.county, starts_on=today + timedelta(days=7))
    user.set_unusable_password()
    user.save()
    return user


@pytest.mark.parametrize("act", [services.reset_password, services.disable_person, services.show_phone])
def test_a_clerk_touches_no_account_of_next_weeks_head(cast, coming, act):
    with pytest.raises(NotAllowed):
        act(coming, by=cast.clerk)


def test_nor_opens_it_among_others(cast, coming):
    assert coming not in services.people_to_open(by=cast.clerk)
    assert coming in services.people_to_open(by=cast.head)


def test_the_page_offers_no_button(cast, coming, enter):
    page = enter(cast.clerk).get(reverse("people:person", args=[coming.pk])).content.decode()
    assert reverse("people:reset_password", args=[coming.pk]) not in page


def test_an_office_that_has_ended_ranks_nobody(cast, coming):
    today = timezone.localdate()
    coming.posts.filter(role=Role.OFFICE_HEAD).update(
        starts_on=today - timedelta(days=30), ends_on=today - timedelta(days=1)
    )
    services.reset_password(coming, by=cast.clerk)
    coming.refresh_from_db()
