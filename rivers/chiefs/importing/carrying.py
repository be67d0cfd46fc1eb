"""Writing a planned import, by the services and in one transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.accounts.services import create_person, create_post, edit_person, edit_post
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.importing.compare import Registry, Step, differs
from rivers.chiefs.importing.target import Person, Target, WantedRiver
from rivers.chiefs.services import appoint
from rivers.registry.models import Reach, River
from rivers.registry.rules import kind_of
from rivers.registry.services import create_reach, create_river, edit_reach, edit_river

# Lists leave tiers out: without a town's reach a village's hangs on the county's.
UPPER = {
    Tier.VILLAGE: (Tier.TOWN, Tier.COUNTY, Tier.CITY),
    Tier.TOWN: (Tier.COUNTY, Tier.CITY),
    Tier.COUNTY: (Tier.CITY,),
}


def first_day(since: date | None, today: date) -> date:
    """The day on which those who are new begin: today unless told otherwise. Nobody is blamed for the time before."""
    return since or today


class Carrier:
    """Carries out the steps of a plan; people and posts made on the way are found again by the next step."""

    def __init__(
        self, by: Post | None, target: Target, registry: Registry, steps: list[Step], since: date | None, today: date
    ) -> None:
        self.by, self.target, self.registry, self.steps = by, target, registry, steps
        self.starts_on = first_day(since, today)
        self.rivers: dict[str, River] = {name: found[0] for name, found in registry.rivers.items()}
        self.reaches: dict[tuple[str, str, str], Reach] = {key: found[0] for key, found in registry.reaches.items()}
        self.made: dict[str | tuple[str, str, str], User] = {}

    @transaction.atomic
    def carry_out(self) -> None:
        """Rivers, then reaches from the upper tier down, then their chiefs."""
        for wanted in self.target.rivers.values():
            self._river(wanted)
        for step in self.steps:
            reach = self._reach(step)
            if step.wanted.person:
                self._chief(step, reach, step.wanted.person)

    def _river(self, wanted: WantedRiver) -> None:
        river = self.rivers.get(wanted.name)
        if river is None:
            self.rivers[wanted.name] = create_river(
                by=self.by,
                name=wanted.name,
                kind=kind_of(wanted.name),
                code="",
                region=self.target.county,
                length_km=wanted.length_km,
            )
        elif differs(river.length_km, wanted.length_km):
            edit_river(river, {"length_km": wanted.length_km}, by=self.by)

    def _reach(self, step: Step) -> Reach:
        wanted, reach = step.wanted, step.reach
        if reach is None:
            river = self.rivers[step.river.name]
            facts: dict[str, Any] = {"river": river, "tier": wanted.tier, "region": wanted.region, "name": wanted.name}
            parent = self._parent(step)
            reach = create_reach(by=self.by, **facts, code="", parent=parent, length_km=wanted.length_km)
            self.reaches[(river.name, wanted.tier, wanted.region.code)] = reach
            return reach
        changed: dict[str, Any] = {}
        if differs(reach.length_km, wanted.length_km):
            changed["length_km"] = wanted.length_km
        # A parent that the office chose by hand stays.
        if reach.parent_id is None and (parent := self._parent(step)):
            changed["parent"] = parent
        if changed:
            edit_reach(reach, changed, by=self.by)
        return reach

    def _parent(self, step: Step) -> Reach | None:
        """The reach of the same river one tier (or more) above, in the region around this one."""
        for tier in UPPER.get(step.wanted.tier, ()):
            code = step.wanted.region.code[: CODE_DIGITS[tier]].ljust(12, "0")
            reach = self.reaches.get((step.river.name, tier, code))
            if reach:
                return reach
        return None

    def _chief(self, step: Step, reach: Reach, person: Person) -> None:
        user = self._user(step, person)
        post = self._post(user, person, step)
        if step.holder is None or step.holder.post_id != post.pk:
            # Nobody holds a reach before the office it belongs to; `appoint` would refuse it.
            starts_on = max(person.starts_on or self.starts_on, post.starts_on)
            appoint(by=self.by, post=post, reach=reach, kind=TenureKind.RESPONSIBLE, starts_on=starts_on)

    def _user(self, step: Step, person: Person) -> User:
        user = step.user or self.made.get(person.key)
        if user is None:
            user = create_person(by=self.by, name=person.name, phone=person.phone)
        elif person.phone and user.phone != person.phone:
            edit_person(user, by=self.by, phone=person.phone)
        self.made[person.key] = user
        return user

    def _post(self, user: User, person: Person, step: Step) -> Post:
        post = self.registry.post_of(user, person)
        if post is None:
            facts: dict[str, Any] = {"user": user, "role": Role.CHIEF, "region": person.region, "title": person.title}
            post = create_post(by=self.by, **facts, starts_on=person.starts_on or self.starts_on)
            # The next row of the same person finds this post instead of making another.
            self.registry.posts.append(post)
        elif person.title and post.title != person.title:
            edit_post(post, by=self.by, title=person.title)
        return post
