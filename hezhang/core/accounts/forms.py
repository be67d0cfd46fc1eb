"""Forms of signing in and of changing the password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from hezhang.core.accounts import services
from hezhang.core.accounts.models import User
from hezhang.core.accounts.policies import PASSWORD_LENGTH, value_of
from hezhang.core.accounts.services import is_own_password, is_right_code
from hezhang.core.accounts.services.two_step import WRONG


def policy_words() -> str:
    """One sentence for people; each validator of settings.AUTH_PASSWORD_VALIDATORS names its own fault."""
    return (
        f"至少 {value_of(PASSWORD_LENGTH)} 位，含大写字母、小写字母、数字、符号中的三类；不要用容易猜到的：姓名、手机号、"
        "本区、乡镇、村或单位的名称加年份、键盘上相邻的按键。可用两三个不相干的词的拼音，加上数字和符号。"
    )


def password_field(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    """A password box; blanks count as characters."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=128, strip=False, widget=widget, help_text=help_text)


class SignInForm(forms.Form):
    username = forms.CharField(
        label="用户名或手机号",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = password_field("密码", "current-password")
    trust = forms.BooleanField(required=False, help_text="仅供河长、巡河员在本人手机上勾选；手机遗失请联系河长办移除。")

    def __init__(self, *args: Any, is_phone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trust"].label = f"这是我本人的手机，{settings.TRUSTED_PHONE_DAYS} 天内免登录"
        if not (is_phone and settings.TRUSTED_PHONE_DAYS):
            del self.fields["trust"]


class OwnForm(forms.Form):
    """Of somebody about the own account; tries are counted by ``address``."""

    def __init__(self, *args: Any, user: User, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.address = user, address


class PresentPasswordForm(OwnForm):
    """Asks for the present password: an open page at another's desk is not enough."""

    current = password_field("当前密码", "current-password")

    def clean_current(self) -> str:
        # Raises TooMany, too: whoever sits at another's open page shall not guess on.
        if not is_own_password(self.user, self.cleaned_data["current"], address=self.address):
            raise ValidationError("当前密码不正确，请重新输入。")
        return self.cleaned_data["current"]


class NewPasswordForm(OwnForm):
    """A new password, twice, held against the policy."""

    new = password_field("新密码", "new-password")
    again = password_field("再输入一次新密码", "new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = policy_words()

    def clean_new(self) -> str:
        new = self.cleaned_data["new"]
        if new == self.cleaned_data.get("current"):
            raise ValidationError("新密码不能与当前密码相同。")
        validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "两次输入的新密码不一致。")
        return self.cleaned_data


class PasswordForm(PresentPasswordForm, NewPasswordForm):
    """The person's own new password; checks the present one, too."""

    field_order = ["current", "new", "again"]


class CodeInput(forms.TextInput):
    """A code of the phone that was wrong is wrong for good: the box comes back empty. A recovery code can be put right."""

    def format_value(self, value: Any) -> str | None:
        return None if str(value or "").strip().isdigit() else super().format_value(value)


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=20,
        help_text="手机验证器上显示的 6 位数字；手机不在身边时可用一个恢复码。",
        widget=CodeInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True}),
    )


class EndTwoStepForm(PresentPasswordForm, CodeForm):
    """Switching off needs both: neither a found phone nor an open page is enough."""

    field_order = ["current", "code"]

    def clean(self) -> dict[str, Any]:
        # After the password: a code is used up by being looked at.
        if not self.errors and not is_right_code(self.user, self.cleaned_data["code"], address=self.address):
            self.add_error("code", WRONG)
        return self.cleaned_data


class PhoneForm(PresentPasswordForm):
    """One's own number."""

    phone = forms.CharField(
        label="新手机号",
        max_length=11,
        validators=[RegexValidator(r"^1\d{10}$", "手机号应为 1 开头的 11 位数字。")],
        help_text="改后可用新号码登录，旧号码不再能登录。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "tel"}),
    )
    field_order = ["phone", "current"]


class LinkForm(NewPasswordForm):
    """Choosing a password through a link; the second code only where the link asks for one."""

    check = forms.CharField(
        label="校验码",
        max_length=6,
        help_text="六位数字，由提出申请的系统管理员告诉您。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ["check", "new", "again"]

    def __init__(self, *args: Any, needs_check: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_check:
            del self.fields["check"]


class ActivationForm(forms.Form):
    """The code from paper, where nobody can tap a link."""

    code = forms.CharField(
        label="激活码",
        max_length=40,
        help_text="发给您的 16 位字母和数字，如 ABCD-EFGH-JKMN-PQRS；大小写不限。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True}),
    )


class ConfirmForm(OwnForm):
    """The password once more, or a code of the phone."""

    confirm_word = password_field("登录密码", "current-password")

    def clean_confirm_word(self) -> str:
        typed = self.cleaned_data["confirm_word"]
        if not services.confirm(self.user, typed, address=self.address):
            raise ValidationError("不正确，请重新输入。连续输错 5 次将退出登录。")
        return typed
