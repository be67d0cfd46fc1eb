"""Forms of signboards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.files.fields import PhotosForm
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.fields import day_field
from rivers.boards.choices import Found
from rivers.boards.models import Signboard
from rivers.boards.services.keeping import edit_mark

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

LATITUDE = {"label": "纬度", "required": False, "min_value": -90, "max_value": 90, "help_text": "WGS-84，可不填。"}
LONGITUDE = LATITUDE | {"label": "经度", "min_value": -180, "max_value": 180}


class BoardForm(forms.Form):
    code = forms.CharField(label="编号", max_length=24)
    place = forms.CharField(label="安装地点", max_length=100)
    renewed_on = day_field("更新日期")
    lat = forms.FloatField(**LATITUDE)
    lng = forms.FloatField(**LONGITUDE)


class EditBoardForm(forms.Form):
    place = forms.CharField(label="安装地点", max_length=100)
    range_words = forms.CharField(
        label="管理范围", max_length=200, required=False, help_text="印在牌上，如“两岸堤脚线外 10 米以内”；不填则不印。"
    )
    goal = forms.CharField(label="治理目标", max_length=200, required=False, help_text="印在牌上；不填则不印。")
    lat = forms.FloatField(**LATITUDE)
    lng = forms.FloatField(**LONGITUDE)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data: Any, *, board: Signboard) -> None:
        initial = {name: getattr(board, name) for name in ("place", "range_words", "goal", "lat", "lng")}
        super().__init__(data, initial=initial | {"seen": edit_mark(board)})


class RenewForm(PhotosForm):
    renewed_on = day_field("更新日期")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["renewed_on", "photos"]

    def __init__(self, data: Any, files: Any, *, post: Post, last: int) -> None:
        self.post = post
        super().__init__(data, files, initial={"renewed_on": timezone.localdate(), "seen": last})
        self.fields["photos"].most = 1
        self.fields["photos"].label = "更新后的照片"
        self.fields["photos"].help_text = "可不上传。"


class RemoveForm(forms.Form):
    ended_on = day_field("停用日期")
    why = forms.CharField(label="原因", max_length=100, help_text="如：道路改造拆除、河段合并后不再需要。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"ended_on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class PhonesForm(forms.Form):
    """One number for each post that the board names."""

    def __init__(self, data: Any, *, posts: Iterable[Post], known: dict[int, str]) -> None:
        super().__init__(data)
        self.posts = list(posts)
        for post in self.posts:
            label = f"{post.user.name}（{post.title or post.region.name}）"
            self.fields[f"post_{post.pk}"] = forms.RegexField(
                r"^[0-9()（）+\-— 转]*$", label=label, max_length=20, required=False, initial=known.get(post.pk, ""),
                error_messages={"invalid": "电话只能包含数字、横线、括号和“转”。"},
            )  # fmt: skip

    def numbers(self) -> dict[Post, str]:
        """By post."""
        return {post: self.cleaned_data[f"post_{post.pk}"] for post in self.posts}


class InspectForm(PhotosForm):
    result = forms.ChoiceField(label="巡检结果", choices=Found.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="说明", max_length=200, required=False)
    day = day_field("巡检日期")
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ["result", "note", "photos", "day"]

    def __init__(self, data: Any, files: Any, *, post: Post) -> None:
        self.post = post
        super().__init__(data, files, initial={"day": timezone.localdate(), "once": uuid4()})
        self.fields["photos"].help_text = "发现问题时请拍照，或在说明里写清。"


class RepairForm(forms.Form):
    repaired_on = day_field("修复日期")
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"repaired_on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class PrintForm(forms.Form):
    """Which boards go into one file."""

    which = forms.ChoiceField(
        label="打印哪些",
        choices=[("stale", "应更新的"), ("overdue", "超期未更新的"), ("all", "全部在用的")],
        initial="stale",
    )
    town = forms.ModelChoiceField(
        label="乡镇（街道）", queryset=Region.objects.none(), required=False, empty_label="全部"
    )

    def __init__(self, data: Any, *, post: Post) -> None:
        super().__init__(data)
        self.fields["town"].queryset = Region.objects.visible_to(post).filter(tier=Tier.TOWN)
