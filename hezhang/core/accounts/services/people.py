"""People: who can sign in at all."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypinyin import lazy_pinyin

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.rules import may_manage_people
from hezhang.core.accounts.services.common import change, demand, demand_alone, demand_hold_of, journal
from hezhang.core.accounts.services.sessions import end_sessions
from hezhang.core.accounts.services.trusted_phones import revoke_phones
from hezhang.core.kernel.words import clean, initials, one_line

EDITABLE = {"name", "phone", "email"}
PHONE = re.compile(r"1\d{10}")
PHONE_TAKEN = "该手机号已登记给其他人员，请核对。"


@transaction.atomic
def create_person(
    *,
    by: Post | None,
    name: str,
    phone: str = "",
    email: str = "",
    username: str = "",
    password: str = "",
    must_change_password: bool = True,
    at: datetime | None = None,
) -> User:
    """A new person. Without ``username`` one is made from the pinyin; without ``password`` nobody can sign in as yet.

    A given password must fulfil the policy and is to be changed at the first sign-in. Raises ValidationError.
    """
    if by is not None:
        demand(may_manage_people(by))
    name = one_line(clean(name))
    user = User(
        name=name, phone=phone, email=email, username=username or free_username(name), pinyin=initials(name)[:40]
    )
    if password:
        validate_password(password, user)
        user.must_change_password = must_change_password
    # None makes it unusable: nobody signs in with an empty password.
    user.set_password(password or None)
    _demand_sound(user)
    user.date_joined = at or timezone.now()
    user.save()
    journal("person.create", user, by=by, at=at, after={"name": name, "phone": phone, "username": user.username})
    return user


@transaction.atomic
def edit_person(user: User, *, by: Post | None, **values: Any) -> bool:
    """Change name, phone or mailbox; False when nothing differs. Raises ValidationError, NotAllowed."""
    demand_hold_of(user, by=by)
    wanted = {field: value for field, value in values.items() if field in EDITABLE}
    if "name" in wanted:
        wanted["name"] = one_line(clean(wanted["name"]))
        wanted["pinyin"] = initials(wanted["name"])[:40]
    return change(user, wanted, "person.update", by=by, check=lambda: _demand_sound(user))


@transaction.atomic
def change_phone(user: User, phone: str, *, by: Post | None, at: datetime | None = None) -> bool:
    """The person's own new number, proved by the present password (forms.PhoneForm). Raises ValidationError.

    The journal's row goes masked, and so does the message to its owner, who may not be the one who did it.
    """
    try:
        with transaction.atomic():
            return change(
                user, {"phone": phone}, "person.change_phone", by=by, at=at, check=lambda: _demand_sound(user)
            )
    except IntegrityError as taken:  # somebody else has given the same in this very moment
        raise ValidationError({"phone": PHONE_TAKEN}) from taken


@transaction.atomic
def disable_person(user: User, *, by: Post | None) -> bool:
    """No further sign-in, and every open session ends now; posts stay as history."""
    demand_hold_of(user, by=by)
    if user.posts.not_ended().filter(role__in=ADMIN_ROLES).exists():
        demand_alone(by=by)
    return store_disabled(user, by=by)


def store_disabled(user: User, *, by: Post | None) -> bool:
    """The same once it is permitted. Inside a transaction."""
    done = change(user, {"is_active": False}, "person.disable", by=by)
    end_sessions(user)
    revoke_phones(user, by=by)
    return done


@transaction.atomic
def enable_person(user: User, *, by: Post | None) -> bool:
    """Sign-in is possible again, with the password as it was."""
    demand_hold_of(user, by=by)
    return change(user, {"is_active": True}, "person.enable", by=by)


def show_phone(user: User, *, by: Post) -> str:
    """The whole phone number, for those who manage the person; each look is journalled (个人信息保护法)."""
    demand_hold_of(user, by=by)
    journal("person.view_phone", user, by=by)
    return user.phone


def free_username(name: str) -> str:
    """A user name from the pinyin of the name that nobody has: chengyuanshan, chengyuanshan2, …"""
    syllables = "".join(lazy_pinyin(name)).lower()
    stem = "".join(char for char in syllables if char.isascii() and char.isalnum())[:30] or "user"
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    number, candidate = 1, stem
    while candidate in taken:
        number += 1
        candidate = f"{stem}{number}"
    return candidate


def _demand_sound(user: User) -> None:
    """Field rules and uniqueness, in words for the form."""
    others = User.objects.exclude(pk=user.pk)
    if others.filter(username=user.username).exists():
        raise ValidationError({"username": "该用户名已被使用，请换一个。"})
    if PHONE.fullmatch(user.username) and user.username != user.phone:
        # People sign in by phone, too: nobody may take another's number as a user name.
        raise ValidationError({"username": "用户名不能是他人的手机号。"})
    if user.phone and others.filter(phone=user.phone).exists():
        raise ValidationError({"phone": PHONE_TAKEN})
    user.clean_fields(exclude=["password", "pinyin", "last_post"])
