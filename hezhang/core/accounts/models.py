"""Regions, departments, people and their dated posts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hezhang.core.accounts.choices import DepartmentKind, RequestKind, RequestState, Role, TryKind
from hezhang.core.accounts.queries import (
    AccountRequestQuery,
    DepartmentQuery,
    FailedTryQuery,
    PasswordLinkQuery,
    PasswordUsedQuery,
    PeopleManager,
    PolicyQuery,
    PostQuery,
    RegionQuery,
    SessionRows,
    TrustedPhoneQuery,
)
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.fields import NameField


class Region(models.Model):
    """行政区划: the 12-digit statistical code is the key and the path, so a subtree is a code range."""

    code = models.CharField(
        "区划代码",
        max_length=12,
        primary_key=True,
        validators=[RegexValidator(r"^\d{12}$", "区划代码应为 12 位数字。")],
    )
    name = NameField("名称", max_length=60)
    tier = models.CharField("级别", max_length=10, choices=Tier)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级区划"
    )
    pinyin = models.CharField("拼音首字母", max_length=60, blank=True, editable=False)
    is_pseudo = models.BooleanField("开发区等非标准区划", default=False)

    objects = RegionQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        """The leading digits that every code in this region's subtree shares."""
        return self.code[: CODE_DIGITS[Tier(self.tier)]]

    @property
    def code_range(self) -> tuple[str, str]:
        """Lowest and highest code of the subtree, both inclusive."""
        # Codes are digits only, so that string order and number order are one on every database.
        return self.prefix.ljust(12, "0"), self.prefix.ljust(12, "9")

    def contains(self, code: str) -> bool:
        """Whether the region with this code is this one or below it."""
        return code.startswith(self.prefix)


class Department(models.Model):
    """单位: a river-chief office, member bureau, town government or third party."""

    name = NameField("单位名称", max_length=80)
    kind = models.CharField("类别", max_length=10, choices=DepartmentKind, default=DepartmentKind.MEMBER)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departments", verbose_name="所属区划")
    phone = models.CharField("电话", max_length=20, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = DepartmentQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["region_id", "kind", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="department_name_once")]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """人员: a person who signs in; what the person may do comes from posts, never from this row."""

    # A Chinese name is one field; AbstractUser's two are taken away.
    first_name = last_name = None  # type: ignore[assignment]
    name = NameField("姓名", max_length=40)
    phone = models.CharField(
        "手机号",
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"^1\d{10}$", "手机号应为 1 开头的 11 位数字。")],
    )
    pinyin = models.CharField("拼音首字母", max_length=40, blank=True, editable=False)
    must_change_password = models.BooleanField("首次登录须改密码", default=False)
    password_at = models.DateTimeField("密码设置时间", null=True, blank=True, editable=False)
    last_post = models.ForeignKey("Post", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)

    posts_read: tuple[date, list[Post]] | None = None  # what this request has read already, and of which day

    objects = PeopleManager()
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["id"]
        constraints = [
            # People sign in by number, so it is one person's; those without one share the empty string.
            models.UniqueConstraint(fields=["phone"], condition=~Q(phone=""), name="user_phone_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def units_on(self, day: date) -> Iterable[int]:
        """Units of the posts that the person holds on that day."""
        if self.posts_read and self.posts_read[0] == day:
            return [post.department_id for post in self.posts_read[1] if post.department_id]
        return self.posts.current(day).filter(department__isnull=False).values_list("department_id", flat=True)


class Post(models.Model):
    """岗位: one person's dated office, with role and region (and department for units). One acts under one post at a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="人员")
    role = models.CharField("角色", max_length=16, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, related_name="posts", verbose_name="所属区划")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="所属单位"
    )
    title = NameField("职务", max_length=60, blank=True)
    starts_on = models.DateField("任职日期")
    ends_on = models.DateField("离任日期", null=True, blank=True)

    objects = PostQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["region_id", "role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="post_dates_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.HANDLER) | Q(department__isnull=False), name="post_handler_has_unit"
            ),
        ]
        indexes = [models.Index(fields=["user", "ends_on"], name="post_user_idx")]

    def __str__(self) -> str:
        return f"{self.user.name}（{self.label}）"

    @property
    def tier(self) -> Tier:
        """The tier of the post's region."""
        return Tier(self.region.tier)

    @property
    def label(self) -> str:
        """What the header shows, e.g. 永中街道 · 街道级河长 · 党工委书记."""
        role = f"{self.tier.label}河长" if self.role == Role.CHIEF else self.get_role_display()
        place = self.department.name if self.department else self.region.name
        return " · ".join(part for part in (place, role, self.title if self.title != role else "") if part)

    def is_current(self, on: date | None = None) -> bool:
        """Whether the post is held on that day (default: today)."""
        on = on or timezone.localdate()
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


class PasswordUsed(models.Model):
    """用过的密码: hashes of earlier passwords, so that the last five are not used again (等保 profile)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="passwords_used", verbose_name="人员")
    password = models.CharField("密码摘要", max_length=128)
    used_until = models.DateTimeField("停用时间")

    objects = PasswordUsedQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.used_until:%Y-%m-%d}"


class TrustedPhone(models.Model):
    """可信手机: a phone on which its owner need not sign in again until ``expires_at``. Of the token only the hash is here."""

    user = models.ForeignKey(User, models.CASCADE, related_name="trusted_phones", verbose_name="人员")
    token_hash = models.CharField("令牌摘要", max_length=64, unique=True)
    label = models.CharField("设备", max_length=60)
    trusted_at = models.DateTimeField("设为可信时间")
    used_at = models.DateTimeField("最近使用时间")
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("移除时间", null=True, blank=True)

    objects = TrustedPhoneQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "可信手机"
        ordering = ["-used_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("trusted_at")), name="trusted_phone_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.user.name} {self.label}"


class OpenSession(AbstractBaseSession):
    """登录会话: Django's row, with whose it is and from where, so that ending a person's sessions reads no others (sessions.py)."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="open_sessions", verbose_name="人员")
    phone = models.ForeignKey(TrustedPhone, models.SET_NULL, null=True, related_name="+", verbose_name="可信手机")
    label = models.CharField("设备", max_length=60, blank=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    began_at = models.DateTimeField("登录时间", null=True)
    seen_at = models.DateTimeField("最近使用时间", null=True)

    objects = SessionRows()

    class Meta:
        verbose_name = verbose_name_plural = "登录会话"
        ordering = ["-seen_at", "session_key"]

    def __str__(self) -> str:
        return f"{self.label} {self.address}"

    @property
    def mark(self) -> str:
        """What a page may name it by: the key itself opens the session."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:32]


class FailedTry(models.Model):
    """失败的尝试: somebody tried a password and was not let in. Kept for two days, to be counted (services.tries)."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="failed_tries", verbose_name="人员")
    kind = models.CharField("种类", max_length=10, choices=TryKind)
    mark = models.CharField("对象摘要", max_length=64)  # of what was typed as a name, which may be a password
    address = models.CharField("来源地址", max_length=43, blank=True)
    at = models.DateTimeField("时间")

    objects = FailedTryQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "失败的尝试"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["mark", "at"], name="failed_try_mark_idx"),
            models.Index(fields=["address", "at"], name="failed_try_from_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class PasswordLink(models.Model):
    """一次性链接: opens, once and for a day, the page on which its person chooses a password. Only hashes are here."""

    user = models.ForeignKey(User, models.CASCADE, related_name="password_links", verbose_name="人员")
    code_hash = models.CharField("链接码摘要", max_length=64, unique=True)
    # Set when two administrators made the link together: the second code is the asker's.
    check_hash = models.CharField("校验码摘要", max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField("校验码输错次数", default=0)
    made_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="发放人岗位")
    made_at = models.DateTimeField("发放时间")
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    revoked_at = models.DateTimeField("作废时间", null=True, blank=True)

    objects = PasswordLinkQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一次性链接"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="password_link_in_order"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True), name="password_link_one_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name} {self.made_at:%Y-%m-%d}"


class AccountRequest(models.Model):
    """待确认事项: what the system administrator asked for and the security administrator confirms or declines."""

    kind = models.CharField("事项", max_length=8, choices=RequestKind)
    user = models.ForeignKey(User, models.PROTECT, related_name="requests", verbose_name="人员")
    reason = models.CharField("申请理由", max_length=200)
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="申请人岗位")
    asked_at = models.DateTimeField("申请时间")
    expires_at = models.DateTimeField("有效期至")
    state = models.CharField("状态", max_length=10, choices=RequestState, default=RequestState.WAITING)
    decided_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人岗位"
    )
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    answer = models.CharField("驳回理由", max_length=200, blank=True)
    check_hash = models.CharField("校验码摘要", max_length=64, blank=True)
    # The office that is asked for.
    role = models.CharField("角色", max_length=16, choices=Role, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属区划")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属单位"
    )
    title = NameField("职务", max_length=60, blank=True)
    starts_on = models.DateField("任职日期", null=True, blank=True)
    # The office that is to end.
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="岗位")
    ends_on = models.DateField("离任日期", null=True, blank=True)

    objects = AccountRequestQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待确认事项"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")) | Q(state="withdrawn"),
                name="request_second_person",
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(state="waiting", kind__in=["reset", "disable"]),
                name="request_waits_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region"], condition=Q(state="waiting", kind="post"), name="request_post_once"
            ),
            models.UniqueConstraint(fields=["post"], condition=Q(state="waiting", kind="end"), name="request_end_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.user.name}"

    def is_waiting(self, at: datetime) -> bool:
        """Whether it can still be confirmed."""
        return self.state == RequestState.WAITING and self.expires_at > at

    def state_words(self, at: datetime) -> str:
        """What has become of it; one that nobody answered in time has run out by itself."""
        if self.state == RequestState.WAITING and not self.is_waiting(at):
            return str(RequestState.LAPSED.label)
        return str(self.get_state_display())

    def office(self) -> Post:
        """The post that is asked for, not stored."""
        return Post(
            user=self.user,
            role=self.role,
            region=self.region,
            department=self.department,
            title=self.title,
            starts_on=self.starts_on,
        )

    def told(self) -> dict[str, Any]:
        """What the journal keeps: everything but the hash."""
        names = ["kind", "user", "reason", "role", "region", "department", "title", "starts_on", "post", "ends_on"]
        return {name: value for name in names if (value := getattr(self, name)) not in (None, "")}


class Policy(models.Model):
    """密码与登录策略: a figure that the security administrator has changed; what is not here is as shipped."""

    key = models.CharField("项目", max_length=30, primary_key=True)
    value = models.PositiveIntegerField("取值")

    objects = PolicyQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "密码与登录策略"
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
