"""One word in six files: each row of a workflow table has its URL, view, service and test."""

import builtins
from keyword import iskeyword
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import NamedTuple

import pytest
from django.urls import NoReverseMatch, resolve, reverse

from assessment.rounds import services as round_services
from assessment.rounds import views as round_views
from assessment.rounds.workflow import TABLE as ROUND_TABLE
from hezhang.core.workflow.table import Row, Table
from issues.campaigns import services as campaign_services
from issues.campaigns import views as campaign_views
from issues.campaigns.workflow import TABLE as CAMPAIGN_TABLE
from issues.campaigns.workflow import VISIT_TABLE
from issues.escalation import services as notice_services
from issues.escalation import views as notice_views
from issues.escalation.workflow import TABLE as NOTICE_TABLE
from issues.leads import services as lead_services
from issues.leads import views as lead_views
from issues.leads.workflow import TABLE as LEAD_TABLE
from issues.ledger import services, views
from issues.ledger.workflow import TABLE
from issues.stages import services as stage_services
from issues.stages import views as stage_views
from issues.stages.workflow import TABLE as STAGE_TABLE
from patrols.walks import services as walks
from patrols.walks.views import reviewing
from rivers.handover import services as handover_services
from rivers.handover import views as handover_views
from rivers.handover.workflow import TABLE as HANDOVER_TABLE
from rivers.plans import services as plan_services
from rivers.plans import views as plan_views
from rivers.plans.workflow import TABLE as PLAN_TABLE

ROOT = Path(__file__).resolve().parents[2]


class Wired(NamedTuple):
    table: Table
    services: ModuleType
    views: ModuleType
    tests: str  # folder of the tests, one file per verb
    beside: set[str]  # services that are no row of the table


PLAN_LISTS = {
    "edit_plan",
    "add_item",
    "edit_item",
    "remove_item",
    "add_task",
    "edit_task",
    "remove_task",
    "assign_task",
}
PLAN_LISTS |= {"report_progress", "withdraw_progress", "remind", "follow_tenure"}
CAMPAIGN_PARTS = {"Plan", "Told", "drawn_again", "remind_visits"}  # one room, two tables
WORKFLOWS = [
    Wired(
        TABLE,
        services,
        views,
        "issues",
        {"report_finding", "supplement_finding", "follow_reach", "take_over", "lapse_raised"},
    ),
    Wired(ROUND_TABLE, round_services, round_views, "assessment", {"digest_of", "verify_digest"}),
    Wired(
        HANDOVER_TABLE,
        handover_services,
        handover_views,
        "rivers",
        {"follow_change", "follow_cut", "unfollow_cut", "foretell", "leave", "note_heads", "remind"},
    ),
    Wired(NOTICE_TABLE, notice_services, notice_views, "escalation", set()),
    Wired(LEAD_TABLE, lead_services, lead_views, "leads", {"remind_leads", "list_of", "take_in", "tell_list"}),
    Wired(STAGE_TABLE, stage_services, stage_views, "stages", {"remind"}),
    Wired(CAMPAIGN_TABLE, campaign_services, campaign_views, "campaigns", {*VISIT_TABLE.rows, *CAMPAIGN_PARTS}),
    Wired(VISIT_TABLE, campaign_services, campaign_views, "campaigns", {*CAMPAIGN_TABLE.rows, *CAMPAIGN_PARTS}),
    Wired(PLAN_TABLE, plan_services, plan_views, "rivers", PLAN_LISTS),
]
ROWS = [pytest.param(one, row, id=f"{one.tests}-{row.verb}") for one in WORKFLOWS for row in one.table.rows.values()]


def name_of(row: Row) -> str:
    """The verb as Python lets us write it."""
    return f"{row.verb}_" if iskeyword(row.verb) or hasattr(builtins, row.verb) else row.verb


def lacking(one: Wired, row: Row) -> list[str]:
    """In which of the places the row's word is not found."""
    name, found = name_of(row), []
    try:
        view = resolve(reverse(f"{one.table.urls}:{row.verb}", args=[1] if row.sources else [])).func
    except NoReverseMatch:
        view = None
    # What follows from another act is not asked for by anybody.
    if row.follows != (view is None) or view is not getattr(one.views, name, None):
        found.append("url and view")
    if name not in one.services.__all__ or not callable(getattr(one.services, name, None)):
        found.append("service")
    if not (ROOT / "tests" / one.tests / f"test_{row.verb}.py").is_file():
        found.append("test")
    return found


@pytest.mark.parametrize(("one", "row"), ROWS)
def test_row_is_wired(one, row):
    assert lacking(one, row) == []


def test_the_guard_fails_for_a_row_that_leads_nowhere():
    row = Row("wave", "招手", frozenset({"rectifying"}), "", who=("office",))
    assert lacking(WORKFLOWS[0], row) == ["url and view", "service", "test"]
    renamed = SimpleNamespace(**{name: getattr(services, name) for name in services.__all__ if name != "close"})
    renamed.__all__ = [name for name in services.__all__ if name != "close"] + ["strike_off"]
    assert lacking(WORKFLOWS[0]._replace(services=renamed), TABLE["close"]) == ["service"]


# Acts that move no table's state are named by the same word in the same places.
ACTS = [(walks, reviewing, "patrols", verb) for verb in ("review", "recall")]


@pytest.mark.parametrize(("services", "views", "app", "verb"), ACTS)
def test_an_act_without_a_table_is_wired_by_the_same_word(services, views, app, verb):
    assert resolve(reverse(f"{app}:{verb}", args=[1])).func is getattr(views, verb)
    assert verb in services.__all__
    assert (ROOT / "tests" / app / f"test_{verb}.py").is_file()


@pytest.mark.parametrize("one", WORKFLOWS, ids=lambda one: one.tests)
def test_no_service_is_without_a_row(one):
    assert set(one.services.__all__) - {name_of(row) for row in one.table.rows.values()} == one.beside
