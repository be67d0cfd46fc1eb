"""What stands beneath a photo that is opened: told by the camera where it told anything."""

from datetime import datetime

from django.utils.timezone import get_current_timezone

from hezhang.core.files.facts import picture, told
from hezhang.core.files.models import Upload

AT = datetime(2026, 11, 21, 14, 5, tzinfo=get_current_timezone())


def test_when_and_where_the_camera_wrote_it():
    upload = Upload(taken_at=AT, lat=30.25, lng=120.5, uploaded_at=AT)
    assert told(upload) == "2026年11月21日 14:05 拍摄；北纬 30.250000°，东经 120.500000°"


def test_a_photo_without_either_says_so_and_when_it_came_in():
    assert told(Upload(uploaded_at=AT)) == "照片中没有拍摄时间，2026年11月21日 14:05 上传；照片中没有位置"


def test_the_equator_is_a_place():
    assert "北纬 0.000000°" in told(Upload(taken_at=AT, lat=0.0, lng=0.0, uploaded_at=AT))


def test_a_picture_is_small_first_and_opens():
    shown = picture(Upload(uploaded_at=AT), "/p/1/", "整改后")
    assert (shown["url"], shown["thumb"], shown["caption"]) == ("/p/1/", "/p/1/?thumb=1", "整改后")
