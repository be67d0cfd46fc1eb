"""各角色权限: what each role may open and do, asked of the rules themselves and of the workflow tables; typed nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assessment.rounds.workflow import TABLE as ROUNDS
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Department, Post, Region, User
from hezhang.core.kernel.choices import Tier
from hezhang.core.workflow.table import Table
from hezhang.portal.desks.menu import MENU
from issues.ledger.workflow import TABLE as ISSUES
from rivers.plans.workflow import TABLE as PLANS

WORKFLOWS = [("问题", ISSUES), ("考核", ROUNDS), ("方案", PLANS)]


class Page(NamedTuple):
    """One line of the menu, and for each role by its name whether it opens."""

    group: str
    label: str
    opens: list[tuple[str, bool]]


class Act(NamedTuple):
    """One row of a workflow table, in words."""

    flow: str
    label: str
    who: str
    condition: str


def pages() -> list[Page]:
    """Every page of the menu × every role, as a county's posts would be let in."""
    posts = [_somebody(role) for role in Role]
    return [
        Page(group or "首页", line.label, [(Role(post.role).label, bool(line.rule(post))) for post in posts])
        for group, lines in MENU
        for line in lines
    ]


def acts() -> list[Act]:
    """Every step of every workflow, who takes it and what is asked besides."""
    return [act for flow, table in WORKFLOWS for act in _acts(flow, table)]


def _acts(flow: str, table: Table) -> Iterator[Act]:
    for row in table.rows.values():
        yield Act(flow, row.label, table.who(row), row.condition)


def _somebody(role: Role) -> Post:
    """A post that nobody holds: the rules look at its role and its tier."""
    region = Region(code="000001000000", name="", tier=Tier.COUNTY)
    return Post(role=role, region=region, user=User(), department=Department(region=region))
