"""照片: sent ahead of what they prove, one by one, so that a cut line costs one photo at most."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework import serializers

from hezhang.core.accounts.models import Post
from hezhang.core.api.doors import Door
from hezhang.core.api.rows import Row
from hezhang.core.api.writing import Sending, Sent, Told
from hezhang.core.files.models import Upload
from hezhang.core.files.services import stage_photo
from hezhang.core.web.lists.spec import Column, ListSpec


def send_photo(sending: Sending) -> Told:
    file = sending.files.get("photo")
    if file is None:
        raise ValidationError({"photo": "请用 multipart/form-data 上传一张照片，字段名为 photo。"})
    try:
        upload = stage_photo(file, by=sending.post, client_id=sending.number)
    except ValidationError as wrong:
        raise ValidationError({"photo": wrong.messages}) from wrong
    answer: dict[str, Any] = {"id": upload.pk, "width": upload.width, "height": upload.height}
    return Told(answer, upload, int(HTTPStatus.CREATED))


NUMBER = {"type": "integer"}
PHOTO = Sent(
    "photos",
    "上传照片",
    "先传照片，再在上报或办理时于 photos 中写明回答的 id。七天内没有用到的照片自动清除；位置和时间取自照片本身。",
    send_photo,
    fields={"photo": ({"type": "string", "format": "binary"}, "一张照片（JPEG、PNG、HEIC 等）")},
    needed=("photo",),
    answers={
        "id": (NUMBER, "照片编号"),
        "width": ({"type": ["integer", "null"]}, "宽（像素）"),
        "height": ({"type": ["integer", "null"]}, "高（像素）"),
    },
    status=int(HTTPStatus.CREATED),
    by_form=True,
    example='-F "photo=@photo.jpg"',
)


class PhotoOut(Row):
    width = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Upload
        fields = ["id", "width"]


class Photos(Door):
    """照片只上传、不在这里读取。"""

    many, one, title = "photos", "", "照片"
    spec = ListSpec(key="api-photos", title="照片", columns=[Column("id", "编号", "pk", order="pk")], order="pk")
    serializer = PhotoOut
    reads = False
    takes = PHOTO

    def scoped(self, post: Post) -> QuerySet[Upload]:
        return Upload.objects.visible_to(post)
