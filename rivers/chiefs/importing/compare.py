"""What of a target the registry already holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.queries import within
from rivers.chiefs import rules
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.importing.target import Person, Target, WantedReach, WantedRiver
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River

RiverKey = str
SAME = "不变"
ReachKey = tuple[str, str, str]  # river name, tier, region code


@dataclass
class Registry:
    """Existing rows that a list may touch, fetched in a few queries whatever its length."""

    rivers: dict[RiverKey, list[River]] = field(default_factory=dict)
    reaches: dict[ReachKey, list[Reach]] = field(default_factory=dict)
    holders: dict[int, Tenure] = field(default_factory=dict)
    vacant_since: dict[int, date] = field(default_factory=dict)
    by_phone: dict[str, User] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)

    @classmethod
    def around(cls, target: Target, on: date) -> Registry:
        """All that exists in the target's county (and rivers registered with the city above it)."""
        county, registry = target.county, cls()
        # A river that runs through is registered with the city; its reaches here are the county's to import.
        upper = Q(region_id__in=[county.code, county.parent_id])
        for river in River.objects.filter(within(county) | upper, name__in=list(target.rivers)):
            registry.rivers.setdefault(river.name, []).append(river)
        ids = [river.pk for rivers in registry.rivers.values() for river in rivers]
        for reach in Reach.objects.standing(on).filter(river__in=ids).select_related("river", "region"):
            registry.reaches.setdefault((reach.river.name, reach.tier, reach.region_id), []).append(reach)
        # In the order of beginning, so that the latest tenure of a reach is the one that stays.
        held = Tenure.objects.filter(reach__river__in=ids, kind=TenureKind.RESPONSIBLE).order_by("starts_on")
        for tenure in held.select_related("post__user", "post__region"):
            if rules.runs_into(on, tenure.ends_on):
                registry.holders[tenure.reach_id] = tenure
            elif tenure.ends_on:
                registry.vacant_since[tenure.reach_id] = tenure.ends_on + timedelta(days=1)
        phones = [person.phone for person in target.people if person.phone]
        registry.by_phone = {user.phone: user for user in User.objects.filter(phone__in=phones)}
        regions = {person.region.code for person in target.people}
        chiefs = Post.objects.filter(role=Role.CHIEF, region__in=regions).filter(Q(ends_on=None) | Q(ends_on__gte=on))
        registry.posts = list(chiefs.select_related("user", "region"))
        return registry

    def user_of(self, person: Person, holder: Tenure | None = None) -> User | None:
        """The person's account: by phone; without one by name, title and region, without a title too by name and region
        where one chief alone is called so.

        A chief in office whose name and title stay while the number changes is the same person with a new number.
        """
        if person.phone:
            found = self.by_phone.get(person.phone)
            # The number is nobody's as yet: either a new person, or the chief in office with a new one.
            if found or holder is None or not self._is_same(holder.post, person):
                return found or self._without_phone(person)
            return holder.post.user
        same = {post.user_id: post.user for post in self.posts if self._is_same(post, person)}
        return next(iter(same.values())) if len(same) == 1 or (same and person.title) else None

    def _without_phone(self, person: Person) -> User | None:
        # Only somebody without a number: with another number it is another person of the same name.
        same = (post.user for post in self.posts if self._is_same(post, person) and not post.user.phone)
        return next(same, None)

    @staticmethod
    def _is_same(post: Post, person: Person) -> bool:
        # Many lists name no titles: nobody loses his for it, or becomes another.
        return (post.user.name, person.title and post.title, post.region_id) == person.triple

    def post_of(self, user: User, person: Person) -> Post | None:
        """The user's chief's post of the person's region, the one with the same title first."""
        mine = [post for post in self.posts if post.user_id == user.pk and post.region_id == person.region.code]
        return next((post for post in mine if post.title == person.title), mine[0] if mine else None)


@dataclass
class Step:
    """One reach with what is to be done about it."""

    wanted: WantedReach
    river: WantedRiver
    reach: Reach | None
    holder: Tenure | None
    user: User | None = None
    post: Post | None = None

    @property
    def is_new_chief(self) -> bool:
        """Whether somebody is to be appointed who is not in office now."""
        return self.wanted.person is not None and (
            self.holder is None or self.post is None or self.holder.post_id != self.post.pk
        )

    @property
    def is_corrected(self) -> bool:
        """Whether phone or title of somebody known are to be put right."""
        person = self.wanted.person
        if person is None or self.user is None:
            return False
        new_phone = bool(person.phone) and person.phone != self.user.phone
        return new_phone or bool(self.post and person.title and person.title != self.post.title)

    @property
    def words(self) -> str:
        """What happens to the tenure, for the preview."""
        if self.wanted.person is None:
            return "空缺" if self.holder is None else f"名录中空缺，{self.holder.post.user.name}继续在任"
        if not self.is_new_chief:
            return "不变，更新电话或职务" if self.is_corrected else SAME
        return f"接替{self.holder.post.user.name}" if self.holder else "新任"


def differs(old: Decimal | None, new: Decimal | None) -> bool:
    """Whether the list states a length that the registry does not have."""
    return new is not None and old != new
