"""总河长、副总河长 of a region: appointed, dismissed, ended with the post, taken back, shown for a day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.services import end_post, foretell_end
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.search.facts import search
from rivers.handover.services import leave, undo
from rivers.heads.facts import heads_over
from rivers.heads.models import HeadTenure
from rivers.heads.services import appoint_head, dismiss_head, take_back_head
from tests.cast import SINCE

pytestmark = pytest.mark.story_until("2026-07-01T00:00")

JUNE = date(2026, 6, 1)


@pytest.fixture
def official(cast):
    """Makes a leader of a region: secretary, head of government, and so on."""

    def make(name, region=None, role=Role.LEADER):
        user = User.objects.create(username=name, name=name)
        return Post.objects.create(user=user, role=role, region=region or cast.county, title="领导", starts_on=SINCE)

    return make


def head(cast, post, kind="general", on=JUNE):
    return appoint_head(by=cast.clerk, post=post, kind=kind, starts_on=on)


def test_two_at_once_and_as_many_deputies_as_wanted(cast, official):
    first, second = [head(cast, official(name)) for name in ("甲书记", "乙区长")]
    for name in ("丙", "丁", "戊"):
        head(cast, official(name), kind="vice")
    with pytest.raises(ValidationError, match="已有 2 名总河长（甲书记、乙区长）"):
        head(cast, official("己"))
    assert HeadTenure.objects.current().filter(region=cast.county).count() == 5
    dismiss_head(first, timezone.localdate(), by=cast.clerk, successor=official("庚书记"))
    assert [one.post.user.name for one in HeadTenure.objects.filter(kind="general", ends_on=None)] == [
        "庚书记",
        "乙区长",
    ]
    assert second.region == cast.county


def test_who_is_a_head_already_or_no_official_is_refused(cast, official):
    both = official("甲")
    head(cast, both)
    for kind, words in (("general", "已是澄江区的总河长"), ("vice", "改任请先登记离任")):
        with pytest.raises(ValidationError, match=words):
            head(cast, both, kind=kind)
    for who in ("handler", "patroller", "system_admin"):
        with pytest.raises((ValidationError, NotAllowed)):
            head(cast, cast[who])
    with pytest.raises(NotAllowed):
        appoint_head(by=cast.neighbour_clerk, post=official("乙"), kind="vice", starts_on=JUNE)
    with pytest.raises(ValidationError, match="不在该岗位任上"):
        head(cast, official("丙"), on=SINCE - timedelta(days=1))


def test_it_ends_with_the_post_and_comes_back_with_the_undo_of_the_sheet(cast, successor):
    held = head(cast, cast.village_chief)
    today = timezone.localdate()
    assert "同时结束上桥村总河长任职。" in foretell_end(cast.village_chief, today)
    sheet = leave(cast.village_chief, today, by=cast.clerk, successor=successor)
    held.refresh_from_db()
    assert held.ends_on == today
    with pytest.raises(ValidationError, match="岗位已经结束"):
        take_back_head(held, by=cast.clerk)
    sheet.refresh_from_db()
    undo(sheet, by=cast.clerk, words="点错了")
    held.refresh_from_db()
    assert (held.ends_on, held.closed_on) == (None, None)


def test_one_who_was_yet_to_begin_never_held_it(cast, official):
    post, later = official("甲"), timezone.localdate() + timedelta(days=30)
    coming = head(cast, post, on=later)
    end_post(post, timezone.localdate(), by=cast.system_admin)
    coming.refresh_from_db()
    assert coming.ends_on == later and not HeadTenure.objects.current(later).exists()


def test_a_wrong_click_is_taken_back_on_its_day_only(cast, official):
    today, secretary = timezone.localdate(), official("甲书记")
    held = appoint_head(by=cast.clerk, post=secretary, kind="general", starts_on=JUNE, today=today - timedelta(days=1))
    with pytest.raises(Refusal, match="登记当天"):
        take_back_head(held, by=cast.clerk)
    dismiss_head(held, today, by=cast.clerk)
    assert take_back_head(held, by=cast.clerk).ends_on is None
    # What is left is yesterday's appointment, which stays.
    with pytest.raises(Refusal, match="登记当天"):
        take_back_head(held, by=cast.clerk)
    wrong = head(cast, official("乙"))
    assert take_back_head(wrong, by=cast.clerk) is None
    assert list(HeadTenure.objects.all()) == [held]


def test_a_term_comes_back_only_where_there_is_room(cast, official):
    first, _ = head(cast, official("甲")), head(cast, official("乙"))
    dismiss_head(first, timezone.localdate(), by=cast.clerk, successor=official("丙"))
    with pytest.raises(ValidationError, match=r"不能恢复原任期：已有 2 名总河长（丙、乙）"):
        take_back_head(first, by=cast.clerk)


def test_the_last_day_still_counts_and_regions_answer_from_the_top(cast, official, django_assert_num_queries):
    ended = head(cast, official("甲书记"))
    dismiss_head(ended, date(2026, 6, 30), by=cast.clerk)
    head(cast, cast.town_chief, kind="vice")
    with django_assert_num_queries(2):
        lines = heads_over(cast.village, date(2026, 6, 30))
    told = [(one.region.name, [each.post.user.name for each in (*one.generals, *one.vices)]) for one in lines]
    assert told[1:] == [("澄江区", ["甲书记"]), ("桥头镇", ["乔立本"]), ("上桥村", [])]
    assert all(not one.generals for one in heads_over(cast.village, date(2026, 7, 1)))


def test_the_office_appoints_dismisses_and_takes_back_on_its_pages(cast, official, enter):
    client, secretary, other = enter(cast.clerk), official("甲书记"), official("镇书记", cast.town)
    page = client.get(reverse("rivers:appoint_head"))
    offered = set(page.context["form"].fields["post"].queryset)
    assert {secretary, other, cast.town_chief} <= offered and cast.handler not in offered
    assert cast.village_chief not in offered
    sent = {"post": secretary.pk, "starts_on": "2026-06-01"}
    assert "甲书记" in client.post(reverse("rivers:appoint_head"), sent, follow=True).content.decode()
    held = HeadTenure.objects.get()
    answer = client.post(reverse("rivers:appoint_head") + "?kind=vice", {"post": other.pk, "starts_on": "x"})
    assert answer.status_code == 422
    leaving = {"on": timezone.localdate().isoformat(), "successor": ""}
    client.post(reverse("rivers:dismiss_head", args=[held.pk]), leaving)
    client.post(reverse("rivers:take_back_head", args=[held.pk]))
    held.refresh_from_db()
    assert held.ends_on is None
    assert "总河长任职" in client.get(reverse("audit:history", args=["head", held.pk])).content.decode()
    who = client.get(reverse("rivers:who", args=[cast.village_reach.pk]), {"on": "2026-07-01"}).content.decode()
    assert "甲书记" in who


def test_others_read_their_own_region_and_change_nothing(cast, official, enter):
    held = head(cast, official("甲书记"))
    own = head(cast, cast.town_chief, kind="vice")
    page = enter(cast.town_chief).get(reverse("rivers:heads")).content.decode()
    assert "乔立本" in page and "甲书记" not in page
    for verb in ("dismiss_head", "take_back_head"):
        assert enter(cast.town_chief).post(reverse(f"rivers:{verb}", args=[own.pk])).status_code == 403
        assert enter(cast.neighbour_clerk).post(reverse(f"rivers:{verb}", args=[held.pk])).status_code == 404
    assert enter(cast.town_chief).get(reverse("rivers:appoint_head")).status_code == 403
    listed = enter(cast.clerk).get(reverse("rivers:heads"), {"tab": "now", "kind": "general"}).content.decode()
    assert "甲书记" in listed and "乔立本" not in listed


def test_a_term_has_a_page_with_who_headed_the_region_before(cast, official, enter):
    first = head(cast, official("甲书记"))
    dismiss_head(first, timezone.localdate() - timedelta(days=1), by=cast.clerk, successor=official("庚书记"))
    second = HeadTenure.objects.get(ends_on=None)
    page = enter(cast.clerk).get(first.get_absolute_url()).content.decode()
    assert "甲书记" in page and second.get_absolute_url() in page and "已离任" in page
    assert reverse("rivers:dismiss_head", args=[first.pk]) not in page
    assert reverse("rivers:take_back_head", args=[first.pk]) in page
    assert reverse("rivers:dismiss_head", args=[second.pk]) in enter(cast.head).get(
        second.get_absolute_url()
    ).content.decode().replace("&amp;", "&")
    read = enter(cast.leader).get(second.get_absolute_url()).content.decode()
    assert "庚书记" in read and "/dismiss/" not in read and "/take-back/" not in read
    assert enter(cast.neighbour_clerk).get(first.get_absolute_url()).status_code == 404
    assert enter(cast.system_admin).get(first.get_absolute_url()).status_code == 403


def test_a_wrong_click_is_taken_back_from_the_page_and_leads_on(cast, official, enter):
    held, client = head(cast, official("甲书记")), enter(cast.clerk)
    dismiss_head(held, timezone.localdate(), by=cast.clerk)
    url = reverse("rivers:take_back_head", args=[held.pk])
    assert client.post(url).headers["Location"] == held.get_absolute_url()
    assert client.post(url).headers["Location"] == reverse("rivers:heads")
    assert client.post(url).status_code == 404


def test_the_page_of_a_person_says_what_it_heads(cast, official, enter):
    post = official("甲书记")
    held = head(cast, post)
    page = enter(cast.clerk).get(reverse("people:person", args=[post.user_id])).content.decode()
    assert "总河长任职" in page and held.get_absolute_url() in page
    assert (
        "总河长任职" not in enter(cast.system_admin).get(reverse("people:person", args=[post.user_id])).content.decode()
    )


@pytest.mark.parametrize("typed", ["甲书记", "jsj", "澄江区 甲", "总河长", "领导 甲书记"])
def test_heads_are_found_everywhere_and_only_those_in_office(cast, official, enter, typed):
    held = head(cast, official("甲书记"))
    found = {group.source.kind: [hit.url for hit in group.hits] for group in search(cast.clerk, typed).groups}
    assert found["head"] == [held.get_absolute_url()]
    assert held.get_absolute_url() in enter(cast.clerk).get(reverse("rivers:heads"), {"q": typed}).content.decode()
    assert "head" not in {group.source.kind for group in search(cast.neighbour_clerk, typed).groups}
    HeadTenure.objects.filter(pk=held.pk).update(ends_on=JUNE)
    assert "head" not in {group.source.kind for group in search(cast.clerk, typed).groups}


def test_the_name_of_a_head_changes_with_the_person(cast, official):
    post = official("甲书记")
    head(cast, post)
    post.user.name = "辛书记"
    post.user.save()
    assert "head" in {group.source.kind for group in search(cast.clerk, "辛书记").groups}
