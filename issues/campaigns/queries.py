"""Which campaigns, and what hangs on them: for the office and leaders all, for a team its own, for a place what it may know by now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from hezhang.core.accounts.choices import ADMIN_ROLES, OFFICE_ROLES, Role
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from hezhang.core.workflow.queries import WorkflowQuery
from issues.campaigns.choices import SENT, CampaignState, Manner, Result, VisitState

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

LOOKING = OFFICE_ROLES | {Role.LEADER}


def looks_over(post: Post) -> bool:
    """Whether the post sees the campaigns of its region as those do who run them: the office of a county or a city, and leaders."""
    return post.role in LOOKING and post.region.tier in (Tier.COUNTY, Tier.CITY)


def is_place(post: Post) -> bool:
    """Whether the post is of those who are looked at: who leads or handles in a place. A bureau of the county is not."""
    return post.role != Role.HANDLER or post.region.tier in (Tier.TOWN, Tier.VILLAGE)


def told(prefix: str = "") -> Q:
    """Campaigns that the places know of: open ones from their start, covert ones not before the end (暗访不打招呼)."""
    running = Q(**{f"{prefix}state": CampaignState.RUNNING, f"{prefix}manner": Manner.OPEN})
    return running | Q(**{f"{prefix}state": CampaignState.FINISHED})


def _others(model: type[models.Model], field: str) -> Any:
    """Rows of the model that a relation leads to: querysets come before models (decision 0001)."""
    return model._meta.get_field(field).related_model._default_manager  # type: ignore[union-attr]


class CampaignQuery(WorkflowQuery):
    def visible_to(self, post: Post) -> Self:
        if post.role in ADMIN_ROLES:
            return self.none()
        if looks_over(post):
            return self.filter(within(post.region))
        seen = _others(self.model, "visits").visible_to(post).order_by().values("campaign")
        return self.filter(pk__in=seen)

    def overdue_on(self, day: date) -> Self:
        """Running, although its last day was before that one."""
        return self.in_states({CampaignState.RUNNING}).filter(ends_on__lt=day)

    def with_names(self) -> Self:
        return self.select_related("region", "post__user", "post__region", "post__department")

    def with_counts(self) -> Self:
        """``total`` and ``done``: reaches drawn, and those that were looked at."""
        done = Q(visits__state=VisitState.DONE)
        return self.annotate(total=Count("visits"), done=Count("visits", filter=done))


class OfCampaign(models.QuerySet):
    """What hangs on a campaign as a whole."""

    def visible_to(self, post: Post) -> Self:
        return self.filter(campaign__in=_others(self.model, "campaign").visible_to(post))


class InspectorQuery(OfCampaign):
    def visible_to(self, post: Post) -> Self:
        """Who looks is known to the office, and to the team itself; who is looked at need not know."""
        if looks_over(post):
            return super().visible_to(post)
        mine = self.model._base_manager.filter(post=post, campaign__state__in=sorted(SENT))
        teams = Q(campaign__in=mine.values("campaign"))
        return self.filter(teams) if post.role not in ADMIN_ROLES else self.none()


class VisitQuery(WorkflowQuery):
    def visible_to(self, post: Post) -> Self:
        if post.role in ADMIN_ROLES:
            return self.none()
        if looks_over(post):
            return self.filter(within(post.region, "campaign__region"))
        mine = Q(pk__in=self._of(post).filter(campaign__state__in=sorted(SENT)).values("pk"))
        return self.filter(mine | told("campaign__") & within(post.region, "reach__region") if is_place(post) else mine)

    def _of(self, post: Post) -> models.QuerySet:
        # In one filter, so that both are asked of the same inspector.
        rows = self.model._base_manager.order_by()
        return rows.filter(campaign__inspectors__post=post, campaign__inspectors__team=F("team"))

    def of_team(self, post: Post) -> Self:
        """Those that fell to the post's team, whatever the campaign's state."""
        return self.filter(pk__in=self._of(post).values("pk"))

    def open(self) -> Self:
        return self.in_states({VisitState.OPEN})

    def done(self) -> Self:
        return self.in_states({VisitState.DONE})

    def with_fails(self) -> Self:
        """``fails``: how many items were found wrong."""
        return self.annotate(fails=Count("answers", filter=Q(answers__result=Result.FAIL)))

    def with_names(self) -> Self:
        return self.select_related("campaign__region", "reach__river", "reach__region__parent", "done_by__user")


class OfVisit(models.QuerySet):
    """What hangs on the visit to one reach."""

    def visible_to(self, post: Post) -> Self:
        return self.filter(visit__in=_others(self.model, "visit").visible_to(post))


class PhotoQuery(OfVisit):
    def of_item(self, item: int) -> Self:
        """What shows that line of the check list: its own photos first, then those of the reach as a whole."""
        return self.filter(Q(item=item) | Q(item__isnull=True)).order_by(F("item").asc(nulls_last=True), "pk")


class AnswerQuery(OfVisit):
    def failed(self) -> Self:
        return self.filter(result=Result.FAIL)

    def with_shots(self) -> Self:
        """``shots``: how many photos its own line has."""
        rows = _others(self.model, "visit").model._meta.get_field("photos").related_model._base_manager
        own = rows.filter(visit=OuterRef("visit"), item=OuterRef("item")).order_by().values("item")
        return self.annotate(shots=Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0))

    def with_names(self) -> Self:
        return self.select_related(
            "item__category", "lead__issue", "visit__campaign", "visit__reach__river", "visit__reach__region__parent"
        )
