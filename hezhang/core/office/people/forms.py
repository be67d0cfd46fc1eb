"""Forms of people, posts and departments. Whatever else a request carries is ignored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from hezhang.core.accounts.choices import DepartmentKind, Role
from hezhang.core.accounts.models import Department, Post
from hezhang.core.accounts.rules import grantable_roles
from hezhang.core.web.fields import RegionField, day_field, regions_of
from hezhang.core.web.sure import SureForm


class PersonForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(
        label="手机号",
        max_length=11,
        required=False,
        validators=[RegexValidator(r"^1\d{10}$", "手机号应为 1 开头的 11 位数字。")],
        help_text="可用于登录；列表中只显示前三位和后四位。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    email = forms.EmailField(label="邮箱", required=False, help_text="平台开通邮件后，通知和每日汇总会发到这里。")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="原因", max_length=100, help_text="例如：手机丢失，本人当面申请。记入操作日志。核实是本人后再办理。"
    )


class PostForm(forms.Form):
    role = forms.ChoiceField(label="角色")
    region = RegionField()
    department = forms.ModelChoiceField(
        Department.objects.none(), label="所属单位", required=False, help_text="承办单位经办人必选。"
    )
    title = forms.CharField(label="职务", max_length=60, required=False)
    starts_on = day_field("任职日期")

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        # What the rule would refuse is not offered (accounts.rules.may_grant).
        roles = grantable_roles(post)
        self.fields["role"].choices = [("", "请选择"), *((each.value, each.label) for each in Role if each in roles)]
        self.fields["region"].queryset = regions_of(post)
        self.fields["department"].queryset = Department.objects.visible_to(post).active()


class WhyForm(forms.Form):
    """Why: the security administrator decides by it."""

    reason = forms.CharField(
        label="申请理由",
        max_length=200,
        help_text="写明依据，如任免文件的文号，或本人到场核对过身份；安全管理员据此确认。",
    )


class AskPostForm(WhyForm, PostForm):
    """An office that takes a confirmation."""

    field_order = ["role", "region", "department", "title", "starts_on", "reason"]


class AskEndForm(WhyForm):
    ends_on = day_field("离任日期（在任最后一天）")
    field_order = ["ends_on", "reason"]


class PersonNewForm(WhyForm, PostForm, PersonForm):
    """A new person with the first post: without one, nobody of the office would see that person again."""

    username = forms.CharField(
        label="用户名",
        max_length=30,
        required=False,
        validators=[RegexValidator(r"^[\w.@+-]+$", "用户名只能包含字母、数字和 . @ + - _。")],
        help_text="留空则按姓名拼音自动生成。",
    )
    field_order = ["name", "phone", "email", "username", "role", "region", "department", "title", "starts_on", "reason"]

    def __init__(self, *args: Any, by_two: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_two:
            del self.fields["reason"]


class EndForm(SureForm):
    ends_on = day_field("离任日期（在任最后一天）")


class DepartmentForm(forms.Form):
    name = forms.CharField(label="单位名称", max_length=80)
    kind = forms.ChoiceField(label="类别", choices=DepartmentKind.choices)
    phone = forms.CharField(
        label="电话",
        max_length=20,
        required=False,
        validators=[RegexValidator(r"^[0-9(（+][0-9 ()（）+、,，转-]*$", "电话应为数字，如 0577-86960000。")],
    )


class DepartmentNewForm(DepartmentForm):
    region = RegionField()
    field_order = ["name", "kind", "region", "phone"]

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions_of(post)


class UnitsForm(forms.Form):
    """Units that a ledger names and nobody has entered, ticked; ``back``: the dry run that asked for them."""

    names = forms.MultipleChoiceField(label="登记这些单位", widget=forms.CheckboxSelectMultiple)
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: list[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(one.name, f"{one.name}（{one.get_kind_display()}，{one.region.name}）") for one in units]
        self.fields["names"].choices = told
        self.fields["names"].initial = [one.name for one in units]


class DepartmentEditForm(DepartmentForm):
    is_active = forms.BooleanField(label="在用", required=False, help_text="停用后不再出现在选择框中。")
