"""Photos that come ahead of their form: each alone, once, for a week, and only for whoever sent them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hezhang.core.files import disk, services
from hezhang.core.files.fields import kept_photos
from hezhang.core.files.models import Staged, Upload
from issues.models import Issue
from tests.files.test_photos import photo
from tests.issues.acts import picture

URL = "files:stage_photo"


@pytest.fixture
def send(cast, enter):
    """Post one photo as the village chief, with these changes."""
    client = enter(cast.village_chief)

    def _send(**changes):
        return client.post(reverse(URL), {"client_id": uuid4(), "photo": photo()} | changes)

    return _send


def cut_off(name="断了的.jpg"):
    data = photo((900, 700)).read()
    return SimpleUploadedFile(name, data[: len(data) // 2])


def test_a_photo_sent_twice_is_one(send, cast):
    number = uuid4()
    first, second = send(client_id=number).json(), send(client_id=number).json()
    stored = Upload.objects.get()
    assert first == second == {"id": stored.pk, "sha256": stored.sha256}
    assert Staged.objects.get().post == cast.village_chief


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"photo": ""}, "没有传完整"),
        ({"client_id": "x"}, "照片编号"),
        ({"photo": cut_off()}, "没有传完整或已损坏"),
        ({"photo": SimpleUploadedFile("a.jpg", b"")}, "空文件"),
        ({"photo": SimpleUploadedFile("a.txt", b"hello")}, "不是照片"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(send, changes, word):
    answer = send(**changes)
    assert answer.status_code == 422
    assert word in answer.json()["words"][0]
    assert Upload.objects.count() == Staged.objects.count() == 0


def test_nobody_sends_more_than_some_walks_can_carry(send):
    send()
    first, more = Staged.objects.get(), services.MOST_A_DAY - 1
    same = {"post": first.post, "upload": first.upload, "staged_at": first.staged_at}
    Staged.objects.bulk_create([Staged(client_id=uuid4(), **same) for _ in range(more)])
    answer = send(photo=photo(colour=(1, 2, 3)))
    assert (answer.status_code, "超过 500 张" in answer.json()["words"][0]) == (422, True)


def test_what_was_sent_ahead_is_found_by_its_sender_only(send, cast):
    number = str(send().json()["id"])
    assert [each.pk for each in kept_photos(number, cast.village_chief)] == [int(number)]
    with pytest.raises(ValidationError, match="有 1 张照片已不在服务器上"):
        kept_photos(number, cast.village2_chief)


def test_a_week_later_only_what_a_form_took_is_left(send, cast, enter):
    taken, left = send().json()["id"], send(photo=photo(colour=(9, 9, 9))).json()["id"]
    data = {"reach": cast.village_reach.pk, "text": "岸边垃圾", "kept": str(taken)}
    enter(cast.village_chief).post(reverse("issues:report"), data)
    assert Issue.objects.get().evidence.get().upload_id == taken
    path = Upload.objects.get(pk=left).path
    assert services.clear_staged(timezone.now() + timedelta(days=6)) == 0
    assert services.clear_staged(timezone.now() + timedelta(days=8)) == 1
    assert list(Upload.objects.values_list("pk", flat=True)) == [taken]
    assert Staged.objects.count() == 0 and not disk.absolute(path).exists()


def test_a_bad_photo_is_refused_by_name_and_the_good_ones_stay(cast, enter, settings):
    """A13: they were thrown away with the bad one, and the second tap filed without any."""
    settings.PHOTO_MAX_PIXELS = {"JPEG": 700 * 500}
    client = enter(cast.village_chief)
    shots = [picture(), cut_off(), picture(red=200), photo((900, 700), name="四千八百万.jpg")]
    data = {"reach": cast.village_reach.pk, "text": "岸边垃圾", "photos": shots}
    answer = client.post(reverse("issues:report"), data)
    words = answer.context["form"].errors["photos"]
    assert [word.split("：")[0] for word in words] == ["“断了的.jpg”没有收下", "“四千八百万.jpg”没有收下"]
    assert "已上传 2 张" in answer.content.decode()
    client.post(reverse("issues:report"), data | {"photos": [], "kept": answer.context["form"]["kept"].value()})
    assert Issue.objects.get().evidence.count() == 2


def test_what_expired_meanwhile_is_said(cast, enter):
    data = {"reach": cast.village_reach.pk, "text": "岸边垃圾", "kept": "77"}
    answer = enter(cast.village_chief).post(reverse("issues:report"), data)
    assert "已不在服务器上" in answer.context["form"].errors["photos"][0]
    assert Issue.objects.count() == 0


def test_a_million_numbers_are_not_looked_up(cast, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(ValidationError, match="最多"):
        kept_photos(",".join(map(str, range(100_000))), cast.village_chief)
