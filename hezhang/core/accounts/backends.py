"""Sign-in by user name or mobile number; the same work for an unknown name as for a wrong password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from hezhang.core.accounts.models import User


class NameOrPhoneBackend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if not username or not password:
            return None
        user = User.objects.for_sign_in(username.strip())
        if user is None:
            User().set_password(password)  # the same time for an unknown name
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
