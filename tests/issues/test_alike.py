"""举一反三: from a problem to those of its class on the river and in the town."""

from html import unescape
from re import findall

from django.urls import reverse

from issues.ledger.models import Category, Issue
from tests.issues import build


def links(enter, post, issue) -> list[str]:
    page = unescape(enter(post).get(reverse("issues:issue", args=[issue.pk])).content.decode())
    return findall(r'href="(/issues/\?tab=all&category=[^"]+)"', page)


def test_the_same_class_on_the_river_and_in_the_town(cast, enter):
    issue, other = build.registered(cast), build.registered(cast)
    elsewhere = build.registered(cast)
    Issue.objects.filter(pk=elsewhere.pk).update(category=Category.objects.exclude(pk=issue.category_id).first())
    of_river, of_town = links(enter, cast.clerk, issue)
    assert f"river={cast.river.pk}" in of_river and f"town={cast.town.pk}" in of_town
    for url in (of_river, of_town):
        page = enter(cast.clerk).get(url).content.decode()
        assert issue.number in page and other.number in page and elsewhere.number not in page


def test_without_a_class_there_is_nothing_alike(cast, enter):
    issue = build.reported(cast)
    Issue.objects.filter(pk=issue.pk).update(category=None)
    assert links(enter, cast.clerk, issue) == []
