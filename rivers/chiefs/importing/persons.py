"""Who a line names: somebody known, by number or by name, or somebody who is to be entered with an office of his own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.models import Department, Post, Region, User
from hezhang.core.accounts.services import create_person, create_post, edit_person
from hezhang.core.web.importing.desk.plan import Context
from hezhang.core.web.importing.desk.rows import Row
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.importing.kinds import HEADS
from rivers.chiefs.importing.target import SAME_PHONE
from rivers.chiefs.importing.words import read_name, read_phone
from rivers.chiefs.rules import may_hold
from rivers.heads.choices import HeadKind
from rivers.heads.rules import may_head

# What somebody new is given to act as: the least that the office needs. Police, liaison and civil chiefs walk and report.
ROLE_OF = {HeadKind.GENERAL: Role.LEADER, HeadKind.VICE: Role.LEADER, TenureKind.DEPUTY: Role.CHIEF}
UNIT_ENDS = ("局", "委", "办", "院", "所", "站", "中心", "公司", "大队", "支队", "协会", "政府", "办事处", "处", "部")


@dataclass
class Newcomer:
    """``user_id`` None: nobody in the system as yet; ``post_id``: the office that the appointment hangs on."""

    name: str
    title: str
    phone: str
    region: Region
    user_id: int | None = None
    post_id: int | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """Two lines with the same key are one person."""
        return (self.phone,) if self.phone else (self.name, self.region.code)


class Persons:
    """People that lines name; those made on the way are found again by the next line."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.named: dict[str, tuple[str, int]] = {}  # phone: name and line
        self.made: dict[tuple[str, ...], User] = {}

    def read(self, row: Row, kind: str, region: Region) -> Newcomer | None:
        """The person; None, with the row refused, for what is no name, a number of somebody else, a hand of one's own."""
        try:
            name, phone = read_name(row.text("name")), read_phone(row.text("phone") if row.has("phone") else "")
        except ValueError as odd:
            row.refuse("name", f"“{odd}”不是一个人的姓名或手机号码。", "一行只写一人，手机号码 11 位。")
            return None
        if not name:
            row.refuse("name", "没有写姓名。", "空缺的请删去这一行。")
            return None
        found = Newcomer(name, row.text("title") if row.has("title") else "", phone, region)
        if kind == TenureKind.LIAISON and (name.endswith(UNIT_ENDS) and len(name) > 3):
            return self._unit(row, found)
        self._find(row, found, kind)
        return None if row.is_refused else found

    def _unit(self, row: Row, found: Newcomer) -> Newcomer | None:
        """联系单位 is a unit: its handler stands for it."""
        units = Department.objects.active().filter(name=found.name)
        post = Post.objects.current(self.context.today).filter(role=Role.HANDLER, department__in=units).first()
        if post is None:
            row.refuse("name", f"“{found.name}”没有登记，或没有在任的经办人。", "请先在“单位”和“人员与岗位”中登记。")
            return None
        found.user_id, found.post_id = post.user_id, post.pk
        return found

    def _find(self, row: Row, found: Newcomer, kind: str) -> None:
        other, line = self.named.setdefault(found.phone, (found.name, row.number)) if found.phone else (found.name, 0)
        if other != found.name:
            row.refuse("phone", SAME_PHONE, f"第 {line} 行是{other}，请核对。")
            return
        known = list(User.objects.filter(phone=found.phone)) if found.phone else []
        if known and known[0].name != found.name:
            row.refuse("phone", SAME_PHONE, "系统中该号码登记的是其他人员，请核对号码或姓名。")
            return
        known = known or self._by_name(found)
        if len(known) > 1:
            row.refuse("name", f"{found.region.name}有 {len(known)} 位“{found.name}”。", "请填写手机号码加以区分。")
        elif known:
            self._take(row, found, kind, known[0])

    def _by_name(self, found: Newcomer) -> list[User]:
        """People of that name in office in the place, if the line's number is not another's."""
        held = Post.objects.current(self.context.today).filter(region=found.region, user__name=found.name)
        users = {post.user_id: post.user for post in held.select_related("user").order_by("pk")}
        return [user for user in users.values() if not found.phone or not user.phone]

    def _take(self, row: Row, found: Newcomer, kind: str, user: User) -> None:
        posts = list(user.posts.not_ended(self.context.today).select_related("region").order_by("pk"))
        if any(post.role in ADMIN_ROLES for post in posts):
            row.refuse("name", f"“{user.name}”是管理员，不能任职。", "管理员不办理业务。")
            return
        found.user_id = user.pk
        fit = [post for post in posts if may_take(kind, post, found.region)]
        same = next((post for post in fit if post.title == found.title), fit[0] if fit else None)
        found.post_id = same.pk if same else None
        by = self.context.by
        if same is None and by is not None and by.user_id == user.pk:
            row.refuse("name", "不能任免自己的岗位。", "请由其他管理人员办理。")

    def post_of(self, person: Newcomer, kind: str, starts_on: date) -> Post:
        """The office for the appointment, with the person, made where they are missing."""
        by = self.context.by
        if person.post_id:
            return Post.objects.with_names().get(pk=person.post_id)
        user = User.objects.get(pk=person.user_id) if person.user_id else self.made.get(person.key)
        if user is None:
            user = self.made[person.key] = create_person(by=by, name=person.name, phone=person.phone)
        elif person.phone and not user.phone:
            edit_person(user, by=by, phone=person.phone)
        held = first_fit(user.posts.not_ended(starts_on).with_names().order_by("pk"), kind, person.region)
        if held is not None:
            return held
        role = ROLE_OF.get(kind, Role.PATROLLER)  # type: ignore[call-overload]
        return create_post(by=by, user=user, role=role, region=person.region, title=person.title, starts_on=starts_on)


def may_take(kind: str, post: Post, region: Region) -> bool:
    """Whether the appointment may hang on this office."""
    if kind in HEADS:
        return bool(may_head(post.role)) and post.region_id == region.code
    return bool(may_hold(kind, post.role, post.region, region.code))


def first_fit(posts: Iterable[Post], kind: str, region: Region) -> Post | None:
    return next((post for post in posts if may_take(kind, post, region)), None)
