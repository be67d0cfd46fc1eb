"""Posts: a person's dated offices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.models import Department, Post, Region, User
from hezhang.core.accounts.rules import may_grant, may_hold_together
from hezhang.core.accounts.services.common import change, demand, demand_alone, journal, lock_person
from hezhang.core.accounts.services.trusted_phones import revoke_phones
from hezhang.core.accounts.signals import post_ended, post_ending
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.kernel.words import clean, day_words, one_line, still_ahead


@transaction.atomic
def create_post(
    *,
    by: Post | None,
    user: User,
    role: str,
    region: Region,
    department: Department | None = None,
    title: str = "",
    starts_on: date,
    at: datetime | None = None,
) -> Post:
    """Give a person an office from ``starts_on``. Raises ValidationError, NotAllowed."""
    if by is not None:
        demand(may_change(user, role, region.pk, by=by))
        demand_alone(by=by)
    office = {"role": role, "region": region, "department": department, "title": one_line(clean(title))}
    return store_post(Post(user=user, starts_on=starts_on, **office), by=by, at=at)


def store_post(post: Post, *, by: Post | None, at: datetime | None = None) -> Post:
    """The same once it is permitted. Inside a transaction."""
    lock_person(post.user)
    check_post(post)
    post.save()
    told = {name: getattr(post, name) for name in ("role", "region", "department", "title", "starts_on")}
    journal("post.create", post, by=by, at=at, after=told)
    return post


def check_post(post: Post) -> None:
    """Raise ValidationError, by field, when the person cannot hold it."""
    _demand_no_clash(post.user, post.role, post.starts_on)
    _demand_sound(post)
    _demand_new(post)


@transaction.atomic
def edit_post(post: Post, *, by: Post | None, **values: Any) -> bool:
    """Change title or department; role, region and dates are history: end the post and give a new one."""
    if by is not None:
        demand(may_change(post.user, post.role, post.region_id, by=by))
    wanted = {field: value for field, value in values.items() if field in {"title", "department"}}
    return change(post, wanted, "post.update", by=by, check=lambda: _demand_sound(post))


@transaction.atomic
def end_post(post: Post, on: date, *, by: Post | None, at: datetime | None = None) -> None:
    """``on`` is the last day in office. Raises ValidationError when it lies before the first or the post has ended."""
    if by is not None:
        demand(may_change(post.user, post.role, post.region_id, by=by))
        if post.role in ADMIN_ROLES:
            demand_alone(by=by)
    store_end(post, on, by=by, at=at)


def store_end(post: Post, on: date, *, by: Post | None, at: datetime | None = None) -> None:
    """The same once it is permitted. Inside a transaction."""
    lock_person(post.user)
    demand_endable(Post.objects.select_for_update().get(pk=post.pk), on)
    post.ends_on = on
    post.save(update_fields=["ends_on"])
    # Another walking post may remain: its holder signs in once more, and may trust the phone again.
    revoke_phones(post.user, by=by, at=at)
    journal("post.end", post, by=by, at=at, before={"ends_on": None}, after={"ends_on": on})
    post_ended.send(sender=Post, post=post, on=on, by=by)


@transaction.atomic
def reopen_post(post: Post, *, by: Post | None, at: datetime | None = None) -> None:
    """Take back the end of a post that was a mistake: it runs on as before. What it ended elsewhere is not this layer's.

    Signed-out phones stay signed out. Raises NotAllowed, ValidationError (another office now stands in its way).
    """
    if by is not None:
        demand(may_change(post.user, post.role, post.region_id, by=by))
    lock_person(post.user)
    post.refresh_from_db()
    before, post.ends_on = post.ends_on, None
    _demand_no_clash(post.user, post.role, post.starts_on)
    post.save(update_fields=["ends_on"])
    journal("post.reopen", post, by=by, at=at, before={"ends_on": before}, after={"ends_on": None})


def foretell_end(post: Post, on: date, *, today: date | None = None) -> list[str]:
    """What would follow if the post ended on that day, in sentences for a page that asks before it acts.

    Raises ValidationError where ``end_post`` would.
    """
    today = today or timezone.localdate()
    demand_endable(post, on)
    told = still_ahead(on, today)
    answers = post_ending.send(sender=Post, post=post, on=on)
    return told + [sentence for _, sentences in answers for sentence in sentences or ()]


def demand_endable(post: Post, on: date) -> None:
    if post.ends_on is not None:
        raise ValidationError(f"该岗位已于 {post.ends_on:%Y年%m月%d日} 离任。")
    if on < post.starts_on:
        raise ValidationError({"ends_on": "离任日期不得早于任职日期。"})


@transaction.atomic
def switch_post(user: User, post_id: int) -> Post:
    """Act under another of one's own current posts from now on. Raises NotAllowed for any other post."""
    post = user.posts.current().with_names().filter(pk=post_id).first()
    if post is None:
        raise NotAllowed("只能切换到您本人在任的岗位。")
    if user.last_post_id != post.pk:
        user.last_post = post
        user.save(update_fields=["last_post"])
        journal("post.switch", post, by=post)
    return post


def may_change(user: User, role: str, region_code: str, *, by: Post) -> Verdict:
    """Whether the post may give or take this office."""
    if by.user_id == user.pk:
        raise NotAllowed("不能任免自己的岗位，请由其他管理人员办理。")
    return may_grant(by, role, region_code)


def _demand_no_clash(user: User, role: str, starts_on: date) -> None:
    """No second office beside an administrator's (posts that ended before count no more)."""
    held = user.posts.exclude(ends_on__lt=starts_on).values_list("role", flat=True)
    verdict = may_hold_together(role, held)
    if not verdict:
        raise ValidationError({"role": verdict.reason})


def _demand_new(post: Post) -> None:
    """The same office is not given twice for the same days: a second click would count a chief's duties double."""
    same = post.user.posts.filter(role=post.role, region=post.region, department=post.department, title=post.title)
    known = same.exclude(ends_on__lt=post.starts_on).first()
    if known:
        raise ValidationError({"role": f"已有相同的岗位，自 {day_words(known.starts_on)} 起任职，不能重复登记。"})


def _demand_sound(post: Post) -> None:
    """Field rules, and a department of the post's own region line, in words for the form."""
    if post.role == Role.HANDLER and post.department is None:
        raise ValidationError({"department": "承办单位经办人须选择所属单位。"})
    unit = post.department
    if unit and not (unit.region.contains(post.region_id) or post.region.contains(unit.region_id)):
        raise ValidationError({"department": "所属单位不在该岗位的区划内，请核对。"})
    post.clean_fields()
