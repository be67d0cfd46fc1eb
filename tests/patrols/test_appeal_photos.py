"""Photos that go with an appeal: three at most, shown to whoever answers and to nobody else; and the office is reminded in time."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.files.services import stage_photos
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.notify.models import Message
from patrols.appeals.models import Appeal, AppealPhoto
from patrols.appeals.services import answer_appeal, appeal_walk, remind_answers
from patrols.walks.models import Patrol

pytestmark = pytest.mark.clock("2026-11-25T12:00")  # a Wednesday: five working days lead to the next one


def picture(shade: int = 40) -> SimpleUploadedFile:
    stream = BytesIO()
    Image.new("RGB", (64, 48), (shade, 120, 80)).save(stream, "JPEG")
    return SimpleUploadedFile(f"现场{shade}.jpg", stream.getvalue(), "image/jpeg")


@pytest.fixture
def short(walk) -> Patrol:
    """A walk that does not count."""
    patrol = walk().patrol
    Patrol.objects.update(counting="not", counting_why="已走 3 分钟")
    patrol.refresh_from_db()
    return patrol


@pytest.fixture
def made(cast, short, enter) -> Appeal:
    """Appealed on the page, with two photos."""
    sent = {"reason": "手机没电", "photos": [picture(40), picture(90)]}
    answer = enter(cast.village_chief).post(reverse("patrols:appeal_walk", args=[short.pk]), sent)
    assert answer.status_code == 302
    return Appeal.objects.get()


def test_whoever_answers_sees_them(cast, made, enter):
    photos = list(AppealPhoto.objects.all())
    assert len(photos) == 2
    for name in ("appeal", "answer_appeal"):
        page = enter(cast.clerk).get(reverse(f"patrols:{name}", args=[made.pk])).content.decode()
        assert all(reverse("patrols:appeal_photo", args=[one.pk]) in page for one in photos)


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("village_chief", 200), ("village2_chief", 404), ("handler", 403), ("neighbour_clerk", 404)],
)
def test_who_else_does(cast, made, enter, who, status):
    answer = enter(cast[who]).get(reverse("patrols:appeal_photo", args=[AppealPhoto.objects.first().pk]))
    if answer.streaming:
        b"".join(answer.streaming_content)
    assert answer.status_code == status


def test_three_at_most_and_the_good_ones_are_kept(cast, short, enter):
    address = reverse("patrols:appeal_walk", args=[short.pk])
    sent = {"reason": "手机没电", "photos": [picture(shade) for shade in (10, 60, 110, 160)]}
    page = enter(cast.village_chief).post(address, sent)
    assert (
        page.status_code == 422 and "照片最多 3 张" in page.content.decode() and "已上传 3 张" in page.content.decode()
    )
    assert not Appeal.objects.exists()
    stored, _ = stage_photos([picture(shade) for shade in (10, 60, 110, 160)], by=cast.village_chief)
    with pytest.raises(Refusal) as refused:
        appeal_walk(short, by=cast.village_chief, reason="手机没电", photos=stored)
    assert "photos" in refused.value.fields


def test_a_missed_period_takes_photos_too(cast, enter):
    sent = {"first": "2026-11-16", "last": "2026-11-22", "reach": "", "reason": "抢险", "photos": [picture()]}
    assert enter(cast.village_chief).post(reverse("patrols:appeal_period"), sent).status_code == 302
    assert AppealPhoto.objects.get().appeal.patrol is None


def told() -> list[str]:
    return sorted(Message.objects.filter(kind="appeal.remind").values_list("user__username", flat=True))


def test_the_office_is_told_once_when_the_day_is_near(cast, made):
    now = timezone.now()
    assert made.due_on == timezone.localdate() + timedelta(days=7)
    assert remind_answers(at=now + timedelta(days=5)) == 0
    assert remind_answers(at=now + timedelta(days=6)) == 2 and told() == ["clerk", "head"]
    assert remind_answers(at=now + timedelta(days=6)) == remind_answers(at=now + timedelta(days=9)) == 0
    message = Message.objects.filter(kind="appeal.remind").first()
    assert message.url == made.get_absolute_url() and "12月2日" in message.title and "提醒一次" in message.why


def test_what_is_answered_needs_no_word(cast, made):
    answer_appeal(made, by=cast.clerk, answer="counts", words="属实")
    assert remind_answers(at=timezone.now() + timedelta(days=6)) == 0


def test_nobody_is_told_of_the_own_appeal(cast, made):
    Post.objects.create(
        user=cast.village_chief.user,
        role=Role.OFFICE_CLERK,
        region=cast.county,
        department=cast.office,
        starts_on=timezone.localdate(),
    )
    remind_answers(at=timezone.now() + timedelta(days=6))
    assert told() == ["clerk", "head"]
