"""An auditor reads what was done in the own county or by people of there; what nobody can be named for, everybody."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.audit.models import Entry
from hezhang.core.audit.services import record


@pytest.fixture
def auditors(cast) -> dict[str, Post]:
    """Of 澄江区, of 望湖区, and of the city above them."""
    give = {"role": Role.AUDIT_ADMIN, "starts_on": date(2024, 1, 1)}
    far = Post.objects.create(user=cast.leader.user, region=cast.neighbour, **give)
    city = Post.objects.create(user=cast.handler.user, region=cast.city, **give)
    return {"own": cast.audit_admin, "far": far, "city": city}


@pytest.fixture
def entries(cast) -> None:
    record("own.object", cast.village_reach)
    record("own.person", post=cast.clerk)
    record("own.sign_in", cast.clerk.user, user=cast.clerk.user)
    record("far.person", post=cast.neighbour_clerk)
    record("far.sign_in", cast.neighbour_chief.user, user=cast.neighbour_chief.user)
    record("nobody.sign_in", label="（不认识的名字）")
    record("city.person", post=cast.city_chief)


OWN = {"own.object", "own.person", "own.sign_in", "nobody.sign_in"}
FAR = {"far.person", "far.sign_in", "nobody.sign_in"}


@pytest.mark.parametrize(("who", "reads"), [("own", OWN), ("far", FAR), ("city", OWN | FAR | {"city.person"})])
def test_each_reads_the_own(auditors, entries, who, reads):
    rows = Entry.objects.visible_to(auditors[who]).filter(action__contains=".")
    assert set(rows.values_list("action", flat=True)) == reads


def test_the_pages_and_the_desk_follow(cast, auditors, entries, enter):
    far = Entry.objects.get(action="far.person")
    assert enter(auditors["own"]).get(reverse("audit:entry", args=[far.pk])).status_code == 404
    assert enter(auditors["far"]).get(reverse("audit:entry", args=[far.pk])).status_code == 200
    page = enter(auditors["far"]).get(reverse("audit:journal") + "?page_size=50").content.decode()
    assert "far.person" in page and "own.person" not in page
    day = Entry.objects.visible_to(auditors["far"]).filter(at__date=timezone.localdate()).count()
    assert day < Entry.objects.count()


def test_where_nobody_holds_a_post_elsewhere_it_is_all(cast, entries):
    Post.objects.exclude(region__code__startswith=cast.county.prefix).exclude(
        pk__in=Entry.objects.filter(post__isnull=False).values("post")
    ).delete()
    Post.objects.exclude(region__code__startswith=cast.county.prefix).update(region=cast.county)
    assert Entry.objects.visible_to(cast.audit_admin).count() == Entry.objects.count()


def test_nobody_else_reads_any(cast, entries):
    for who in ("security_admin", "system_admin", "head", "leader"):
        assert not Entry.objects.visible_to(cast[who]).exists()
