"""Password policy (等保 profile): three of four character classes, nothing personal."""

import re
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from hezhang.core.accounts.policies import PASSWORD_LENGTH, value_of

NOT_AGAIN = 5  # passwords, the present one among them
CLASSES = [r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]"]


class LengthValidator:
    """As many characters as the security administrator has set (policies.py)."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < (least := value_of(PASSWORD_LENGTH)):
            raise ValidationError(f"密码太短，至少要 {least} 位。", code="short")

    def get_help_text(self) -> str:
        return f"密码至少要 {value_of(PASSWORD_LENGTH)} 位。"


class ClassesValidator:
    """At least three of: lower case, upper case, digits, signs."""

    def validate(self, password: str, user: Any = None) -> None:
        if sum(bool(re.search(each, password)) for each in CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="classes")

    def get_help_text(self) -> str:
        return "密码应至少包含大写字母、小写字母、数字、符号中的三类。"


class NotPersonalValidator:
    """Must not contain the user name, the name or the phone number."""

    def validate(self, password: str, user: Any = None) -> None:
        parts = [getattr(user, field, "") for field in ("username", "name", "phone")]
        # A name of one character would forbid nearly everything.
        if any(len(part) >= 2 and part.lower() in password.lower() for part in parts if part):
            raise ValidationError(self.get_help_text(), code="personal")

    def get_help_text(self) -> str:
        return "密码不得包含您的用户名、姓名或手机号。"


class NotReusedValidator:
    """Must not be the present password or one of the four before it."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None or user.pk is None:
            return
        earlier = list(user.passwords_used.values_list("password", flat=True)[: NOT_AGAIN - 1])
        if any(check_password(password, known) for known in [user.password, *earlier]):
            raise ValidationError(self.get_help_text(), code="reused")

    def get_help_text(self) -> str:
        return f"密码不得与最近 {NOT_AGAIN} 次用过的相同。"
