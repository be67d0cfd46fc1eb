"""Forms of assets, made from the fields of their kind; of kinds, fields and single values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from hezhang.core.accounts.models import Department, Post
from hezhang.core.files.fields import PhotosForm
from hezhang.core.files.services import store_document
from hezhang.core.web.fields import RegionField, WordsField, day_field, regions_of
from rivers.assets.choices import NO, YES, Bank, Holder, Shape, ValueType
from rivers.assets.models import ObjectField, ObjectKind
from rivers.assets.rules import LONGEST
from rivers.assets.services.values import name_of
from rivers.registry.models import Reach, River

UNSAID = ("", "未填")
COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", "颜色应为 # 加 6 位，如 #2c7fb8。")
LETTER = RegexValidator(r"^[A-Z]{1,3}\Z", "应为 1 至 3 个大写字母。")


def value_field(field: ObjectField, stands: str = "") -> forms.Field:
    """The control for a field of a kind; ``stands``: what it says now, and may go on saying."""
    facts: dict[str, Any] = {"label": field.label, "required": field.is_required, "help_text": field.help}
    if field.type == ValueType.NUMBER:
        step = "1" if field.decimals == 0 else f"{10**-field.decimals:.{field.decimals}f}"
        widget = forms.NumberInput(attrs={"step": step, "inputmode": "decimal"})
        return forms.DecimalField(widget=widget, max_digits=18, decimal_places=field.decimals, **facts)
    if field.type == ValueType.DATE:
        made = day_field(field.label, required=field.is_required)
        made.help_text = field.help
        return made
    if field.type == ValueType.TEXT:
        return forms.CharField(max_length=LONGEST, **facts)
    words = field.choices if field.type == ValueType.CHOICE else [YES, NO]
    words += [stands] if stands and stands not in words else []
    return forms.ChoiceField(choices=[UNSAID, *((word, word) for word in words)], **facts)


class FieldsForm(forms.Form):
    """A form with the fields of a kind; ``typed()`` is what was written in them."""

    kind_fields: list[ObjectField]

    def put_fields(self, fields: Iterable[ObjectField], stands: dict[int, str]) -> None:
        self.kind_fields = list(fields)
        for each in self.kind_fields:
            self.fields[name_of(each)] = value_field(each, stands.get(each.pk, ""))
            self.initial.setdefault(name_of(each), stands.get(each.pk, ""))

    def typed(self) -> dict[ObjectField, object]:
        return {each: self.cleaned_data.get(name_of(each)) for each in self.kind_fields}

    def own(self) -> dict[str, Any]:
        """What was written in the other fields."""
        skip = {"version", "since", *map(name_of, self.kind_fields)}
        return {name: value for name, value in self.cleaned_data.items() if name not in skip}


def changed_values(form: FieldsForm) -> dict[ObjectField, object]:
    """Only what was changed in the form: a value of which nothing was said is not noted once more."""
    changed = set(form.changed_data)
    return {field: typed for field, typed in form.typed().items() if name_of(field) in changed}


def since_field() -> forms.DateField:
    made = day_field("以上数据自哪天起")
    made.help_text = "与现在不同的各项从这一天起记为新的数据，原来的保留在“历次数值”。补录过去年份的，请填当年的日期。"
    return made


class AssetForm(FieldsForm):
    name = forms.CharField(label="名称", max_length=60)
    code = forms.CharField(label="编码", max_length=24, required=False)
    river = forms.ModelChoiceField(River.objects.none(), label="所在河湖", required=False, empty_label="无")
    reach = forms.ModelChoiceField(Reach.objects.none(), label="所在河段", required=False, empty_label="无")
    region = RegionField()
    bank = forms.ChoiceField(label="岸别", choices=[UNSAID, *Bank.choices], required=False)
    place = forms.CharField(label="地点", max_length=100, required=False)
    lng = forms.FloatField(
        label="经度", required=False, min_value=-180, max_value=180, help_text="WGS-84，如 120.80774。"
    )
    lat = forms.FloatField(label="纬度", required=False, min_value=-90, max_value=90)
    department = forms.ModelChoiceField(Department.objects.none(), label="主管单位", required=False, empty_label="无")
    keeper = forms.CharField(label="责任（管理）单位", max_length=60, required=False)
    established_on = day_field("对象建立时间", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        post: Post,
        kind: ObjectKind,
        fields: list[ObjectField],
        stands: dict[int, str] | None = None,
        river: River | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        reaches = Reach.objects.visible_to(post).standing(timezone.localdate())
        self.fields["reach"].queryset = reaches.filter(river=river) if river else reaches
        self.fields["river"].queryset = River.objects.visible_to(post)
        self.fields["region"].queryset = regions_of(post)
        self.fields["department"].queryset = Department.objects.visible_to(post).active()
        if not kind.has_position:
            del self.fields["lat"], self.fields["lng"]
        self.put_fields(fields, stands or {})
        self.fields["remark"] = WordsField(
            label="备注", most=300, required=False, widget=forms.Textarea(attrs={"rows": "2"})
        )
        self.fields["since"] = since_field()
        self.initial.setdefault("since", timezone.localdate())


class DossierForm(FieldsForm):
    """The fields of a river, from one day on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fields: list[ObjectField], stands: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_fields(fields, stands)
        self.fields["since"] = since_field()
        self.initial.setdefault("since", timezone.localdate())

    def differing(self) -> list[tuple[str, str, str]]:
        """(label, what you wrote, what stands there now) of the fields that differ."""
        rows = [
            (each.label, str(self.data.get(name_of(each), "")), str(self.initial[name_of(each)]))
            for each in self.kind_fields
        ]
        return [(label, mine or "（空）", now or "（空）") for label, mine, now in rows if mine != now]


class FilesForm(PhotosForm):
    """Photos, drawn anew, and one document as it is."""

    document = forms.FileField(
        label="资料", required=False, help_text="PDF、Word（docx）、Excel（xlsx），如取水许可证、审批文件、设计图。"
    )
    caption = forms.CharField(label="说明", max_length=60, required=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post, self.uploads = post, []
        self.fields["photos"].required = False
        self.fields["photos"].label = "照片"
        self.order_fields(["photos", "document", "caption"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        self.uploads = list(told.get("photos") or [])
        if (file := told.get("document")) and not self.errors:
            try:
                self.uploads.append(store_document(file, by=self.post))
            except forms.ValidationError as wrong:
                self.add_error("document", wrong)
        if not self.uploads and not self.errors:
            self.add_error(None, "请选择照片或资料。")
        return told


class EndForm(forms.Form):
    on = day_field("最后一天")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class ValueForm(forms.Form):
    """One value of one field, from a day on."""

    since = day_field("自哪天起")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, field: ObjectField, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(field, str(self.initial.get("value", "")))
        self.order_fields(["value", "since"])


class KindForm(forms.Form):
    name = forms.CharField(label="类别名称", max_length=30)
    holder = forms.ChoiceField(label="用于", choices=Holder.choices, help_text="河湖的类别决定一河一档中有哪些字段。")
    letter = forms.CharField(
        label="编码字母", max_length=3, required=False, validators=[LETTER], help_text="用在自动编码里，如排污口 B。"
    )
    has_position = forms.BooleanField(label="有位置（登记经纬度，显示在地图上）", required=False)
    shape = forms.ChoiceField(label="图上形状", choices=Shape.choices)
    colour = forms.CharField(
        label="图上颜色", max_length=7, validators=[COLOUR], widget=forms.TextInput(attrs={"type": "color"})
    )
    card = forms.CharField(
        label="身份证标题",
        max_length=30,
        required=False,
        help_text="填写后，对象页面可以打印身份证，如“入河排污口身份证”。",
    )
    order = forms.IntegerField(
        label="排序", required=False, min_value=0, max_value=99999, help_text="小的在前；不填排在最后。"
    )
    is_active = forms.BooleanField(
        label="启用", required=False, help_text="停用后不再新增登记，已登记的仍可查阅和修改。"
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class FieldForm(forms.Form):
    name = forms.CharField(label="字段名称", max_length=30)
    type = forms.ChoiceField(label="类型", choices=ValueType.choices)
    unit = forms.CharField(label="单位", max_length=16, required=False)
    decimals = forms.IntegerField(label="小数位数", min_value=0, max_value=6, initial=2, help_text="只用于数字。")
    least = forms.DecimalField(label="最小值", required=False, max_digits=18, decimal_places=6)
    most = forms.DecimalField(label="最大值", required=False, max_digits=18, decimal_places=6)
    options = WordsField(label="选项", most=1000, required=False, help_text="一行一个，只用于选项。")
    is_required = forms.BooleanField(label="必填", required=False)
    in_list = forms.BooleanField(
        label="列表中显示", required=False, help_text="不显示的在“列设置”中仍可选出，导出总有全部字段。"
    )
    help = forms.CharField(label="填写说明", max_length=100, required=False)
    order = forms.IntegerField(
        label="排序", required=False, min_value=0, max_value=99999, help_text="小的在前；不填排在最后。"
    )
    is_active = forms.BooleanField(label="启用", required=False, initial=True)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
