"""请核实: what is odd about walks, said with its figures; the office's word, the word of who walked, and one undo."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.files.models import Upload
from hezhang.core.geo import polyline
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from patrols.oddities import services
from patrols.oddities.facts import sentence
from patrols.oddities.models import Check, Oddity, OddityRule
from patrols.walks.models import Patrol
from patrols.walks.rules import Position
from patrols.walks.services import backfill_patrol
from rivers.lines.models import ReachLine

HERE, FAR = Position(30.2, 120.2, 10.0), Position(31.2, 120.2, 10.0)  # some 111 km apart
DAY = timedelta(days=1)


def look():
    return services.look(DAY)


def kinds():
    return sorted(Oddity.objects.values_list("kind", flat=True))


@pytest.fixture
def at_hour(walk):
    """A walk of 20 minutes so many minutes ago, with these changes."""

    def _at_hour(ago, **changes):
        end = timezone.now() - timedelta(minutes=ago)
        return walk(started_at=end - timedelta(minutes=20), ended_at=end, **changes).patrol

    return _at_hour


@pytest.fixture
def far(at_hour):
    """Two walks of one person, half an hour and 111 km apart."""
    at_hour(60, start=HERE, end=HERE)
    at_hour(10, start=FAR, end=FAR)
    look()
    return Oddity.objects.get()


def test_a_sound_day_says_nothing(at_hour):
    at_hour(60, start=HERE, end=HERE)
    at_hour(10, start=HERE, end=HERE)
    assert look() == 0


def test_two_places_that_no_vehicle_brings_together(far):
    assert (far.kind, far.other_id) == ("teleport", Patrol.objects.order_by("pk")[0].pk)
    assert far.figures["km"] == pytest.approx(111.2, abs=0.2) and far.figures["kmh"] == pytest.approx(222, abs=1)
    assert "相距约 111.2 公里" in sentence(far) and "折合每小时 222 公里" in sentence(far)


def test_within_one_walk_too(at_hour):
    at_hour(10, start=HERE, end=FAR)
    look()
    assert "起点和终点相距约" in sentence(Oddity.objects.get(kind="teleport"))


def test_the_errors_of_the_phone_are_granted(at_hour):
    at_hour(10, start=Position(30.2, 120.2, 60_000.0), end=Position(31.2, 120.2, 60_000.0))
    look()
    assert kinds() == []


def test_two_walks_at_one_time(cast, at_hour):
    at_hour(15)
    at_hour(10, reach=cast.village_reach)
    look()
    found = Oddity.objects.get()
    assert found.kind == "overlap" and "重叠 15 分钟" in sentence(found)


def test_of_another_person_the_same_time_is_nothing(cast, at_hour, walk):
    at_hour(10)
    walk(cast.patroller)
    look()
    assert kinds() == []


def test_a_wrong_clock_in_so_many_words(walk):
    ahead = timezone.now() + timedelta(hours=5)
    walk(started_at=ahead - timedelta(minutes=20), ended_at=ahead)
    look()
    assert "快 5 小时" in sentence(Oddity.objects.get(kind="clock"))


def test_far_off_the_line_of_the_reach(cast, at_hour):
    path = [(30.2, 120.2), (30.21, 120.2)]
    facts = {
        "points": 2,
        "south": 30,
        "north": 31,
        "west": 120,
        "east": 121,
        "changed_at": timezone.now(),
        "length_km": 1,
    }
    ReachLine.objects.create(
        reach=cast.village_reach, path=polyline.encode(path, 6), drawn=polyline.encode(path, 5), **facts
    )
    at_hour(60, end=Position(30.2, 120.22, 30.0))  # 1.9 km
    look()
    assert kinds() == []
    at_hour(10, end=Position(30.2, 120.23, 30.0))
    look()
    assert "最远约 2.9 公里" in sentence(Oddity.objects.get(kind="off"))


@pytest.fixture
def photo(cast):
    def _photo(sha):
        now, post = timezone.now(), cast.village_chief
        return Upload.objects.create(
            sha256=sha, uploaded_at=now, post=post, size=1, name="x.jpg", path=f"{uuid4()}.jpg"
        )

    return _photo


def test_the_same_photo_in_two_walks_and_not_in_one(at_hour, seen, photo):
    same = [seen(state="settled", text=text, photos=[photo("a" * 64)]) for text in ("一", "二")]
    at_hour(90, findings=same)
    at_hour(50, findings=[seen(state="settled", photos=[photo("b" * 64)])])
    look()
    assert kinds() == []
    at_hour(10, findings=[seen(state="settled", photos=[photo("a" * 64)])])
    look()
    found = Oddity.objects.get()
    assert found.kind == "photo" and found.photo.upload.sha256 == found.twin.upload.sha256 == "a" * 64
    assert "看起来是同一张" in sentence(found)


def test_looking_twice_is_once(far):
    assert look() == 0 and Oddity.objects.count() == 1


def test_nothing_is_looked_for_where_the_office_has_put_nought(at_hour):
    OddityRule.objects.update(most_kmh=0, overlap_min=0, clock_min=0, off_m=0, same_photo=False)
    at_hour(15, start=HERE, end=HERE)
    at_hour(10, start=FAR, end=FAR)
    assert look() == 0


def test_what_the_office_types_is_not_asked_about(cast, at_hour):
    at_hour(60)
    end = timezone.now() - timedelta(minutes=60)
    start = end - timedelta(minutes=20)
    backfill_patrol(
        by=cast.clerk,
        post=cast.village_chief,
        client_id=uuid4(),
        reach=cast.village_reach,
        started_at=start,
        ended_at=end,
    )
    assert look() == 0


def test_the_same_queries_however_many_walks(at_hour, django_assert_max_num_queries):
    for ago in range(10, 400, 40):
        at_hour(ago)
    with django_assert_max_num_queries(11):
        look()


# ── What is said ──
def test_it_changes_nothing_of_the_walk(far, cast):
    assert far.patrol.counting == "counts"
    services.check_oddity(far, by=cast.clerk, word="doubted", reason="这两处怎样走的？")
    assert Patrol.objects.get(pk=far.patrol_id).counting == "counts"


def test_nobody_hears_of_it_before_being_asked_for_a_word(far, cast, enter):
    client = enter(cast.village_chief)
    assert client.get(far.get_absolute_url()).status_code == 404
    assert "请核实" not in client.get(reverse("patrols:oddities_of_walk", args=[far.patrol_id])).text
    services.check_oddity(far, by=cast.clerk, word="doubted", reason="这两处怎样走的？")
    assert Message.objects.get(kind="oddity").user == cast.village_chief.user
    page = client.get(far.get_absolute_url()).text
    assert "说明情况" in page and "这两处怎样走的？" in page


def test_asked_explained_cleared_and_undone_once(far, cast):
    services.check_oddity(far, by=cast.clerk, word="doubted", reason="怎样走的？")
    with pytest.raises(NotAllowed):
        services.explain_oddity(far, by=cast.town_chief, words="我替他说")
    services.explain_oddity(far, by=cast.village_chief, words="坐高铁去开会")
    with pytest.raises(NotAllowed, match="已经说明过"):
        services.explain_oddity(far, by=cast.village_chief, words="再说一次")
    assert Message.objects.filter(kind="oddity", user=cast.clerk.user).exists()
    services.check_oddity(far, by=cast.head, word="cleared", reason="车票已看")
    assert services.undo_check(far, by=cast.clerk).state == "doubted"
    services.check_oddity(far, by=cast.clerk, word="cleared", reason="再看一遍，无误")
    with pytest.raises(NotAllowed, match="只能撤销一次"):
        services.undo_check(far, by=cast.clerk)
    assert Check.objects.count() == 3
    acts = Entry.objects.filter(action__startswith="oddity.").order_by("id").values_list("action", flat=True)
    assert [act.split(".")[1] for act in acts] == [
        "check_oddity",
        "explain_oddity",
        "check_oddity",
        "undo_check",
        "check_oddity",
    ]


def test_somebody_was_faster(far, cast):
    services.check_oddity(far, by=cast.clerk, word="cleared", reason="电话问过")
    with pytest.raises(Refusal) as refused:
        services.check_oddity(far, by=cast.head, word="doubted", reason="问一问")
    assert refused.value.status == 409


@pytest.mark.parametrize("who", ["village_chief", "town_chief", "handler", "leader"])
def test_only_the_office_says_a_word(far, cast, who):
    with pytest.raises(NotAllowed):
        services.check_oddity(far, by=cast[who], word="cleared", reason="无误")


def test_without_words_nothing_is_said(far, cast):
    with pytest.raises(Refusal):
        services.check_oddity(far, by=cast.clerk, word="cleared", reason=" ")


def test_the_queue_and_the_page(far, cast, enter):
    client = enter(cast.clerk)
    listed = client.get(reverse("patrols:oddities")).text
    assert "位置相距过远" in listed and "折合每小时 222 公里" in listed
    page = client.get(far.get_absolute_url()).text
    assert "这次巡河" in page and "另一次巡河" in page and "不影响这次巡河是否计入" in page
    sent = {"word": "cleared", "reason": "电话问过，是换了手机"}
    answer = client.post(reverse("patrols:check_oddity", args=[far.pk]), sent, follow=True)
    assert "核实无误" in answer.text and "撤销核实" in answer.text
    assert client.post(reverse("patrols:undo_check", args=[far.pk])).status_code == 302
    assert Oddity.objects.get().state == "waiting"


def test_the_person_explains_on_the_page(far, cast, enter):
    services.check_oddity(far, by=cast.clerk, word="doubted", reason="怎样走的？")
    client = enter(cast.village_chief)
    url = reverse("patrols:explain_oddity", args=[far.pk])
    assert client.get(url).status_code == 200
    assert "坐高铁" in client.post(url, {"words": "坐高铁去开会"}, follow=True).text
    assert client.get(url).status_code == 403
