"""Every URL × every member × own town, sibling town, neighbour county: what lies outside is not there.

The rows of the matrix are made from the resolver: a new URL with arguments fails here until ``RECIPES`` says which
row of the world they name. Each request is undone, so that the members don't disturb one another.
"""

import logging
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hezhang.core.web import errors
from tests.cast import KEYS
from tests.guards import scope_world
from tests.guards.test_urls_guarded import PUBLIC

pytestmark = pytest.mark.story_until("2026-10-08")

ANSWERS = {200, 302, 400, 403, 404, 405, 409, 422}
# Nothing is told, and nothing happens. 405 is given by address alone, before anything is looked up.
CLOSED = {403, 404, 405}
WHOLE = {"clerk", "village_chief", "handler", "neighbour_clerk", "audit_admin"}
# Argument of the URL → kind of row in the world. By URL name where the argument is called pk.
NAMED = {
    "river_pk": "river",
    "reach_pk": "reach",
    "code": "region",
    "mark": "session",
    "place": "turn",
    "key": "table",
    "thing": "thing",
    "field_pk": "field",
}
RECIPES = {
    "assessment:round": "round",
    "assessment:compute": "round",
    "assessment:freeze": "round",
    "assessment:report": "round",
    "assessment:add_entry": "round",
    "assessment:withdraw_entry": "entry",
    "assessment:subject": "subject",
    "assessment:score": "score",
    "assessment:override": "score",
    "assessment:scheme": "scheme",
    "assessment:edit_scheme": "scheme",
    "audit:entry": "journal",
    "audit:history": "river",
    "issues:beside": "issue",
    "issues:spot": "issue",
    "issues:receipt": "issue",
    "issues:map_issue": "issue",
    "issues:photo": "photo",
    "issues:of_river": "river",
    "issues:of_reach": "reach",
    "issues:of_patrol": "patrol",
    "notify:message": "message",
    "patrols:add_to_patrol": "patrol",
    "patrols:call": "post",
    "patrols:duty_chief": "post",
    "patrols:diary": "post",
    "patrols:finding_photo": "finding_photo",
    "patrols:of_river": "river",
    "patrols:of_reach": "reach",
    "api:patrol": "patrol",
    "patrols:patrol": "patrol",
    "patrols:answer_appeal": "appeal",
    "patrols:appeal": "appeal",
    "patrols:appeal_photo": "appeal_photo",
    "patrols:appeal_walk": "patrol",
    "patrols:begin_leave": "post",
    "patrols:undo_answer": "appeal",
    "patrols:end_leave": "leave",
    "patrols:end_delegation": "delegation",
    "patrols:lift_warning": "river_warning",
    "patrols:recall": "patrol",
    "patrols:receipt": "patrol",
    "patrols:remind": "post",
    "patrols:take_back_leave": "leave",
    "patrols:take_back_warning": "river_warning",
    "patrols:review": "patrol",
    "patrols:track": "patrol",
    "patrols:track_gpx": "patrol",
    "patrols:attach_track": "patrol",
    "people:end_post": "post",
    "people:edit_department": "department",
    "rivers:river": "river",
    "rivers:edit_river": "river",
    "rivers:reach": "reach",
    "rivers:edit_reach": "reach",
    "rivers:appoint": "reach",
    "rivers:who": "reach",
    "rivers:dismiss": "tenure",
    "rivers:begin_acting": "post",
    "rivers:end_acting": "acting",
    "rivers:take_back_acting": "acting",
    "rivers:head": "head",
    "rivers:dismiss_head": "head",
    "rivers:take_back_head": "head",
    "rivers:leave": "post",
    "rivers:renewal_photo": "renewal",
    "rivers:split_reach": "reach",
    "rivers:join_reaches": "reach",
    "rivers:undo_cut": "cut",
    "rivers:section": "section",
    "rivers:record_month": "section",
    "rivers:set_target": "section",
    "rivers:edit_section": "section",
    "rivers:map_reach": "reach",
    "rivers:map_river": "river",
    "rivers:map_board": "board",
    "rivers:map_section": "section",
    "rivers:draw_line": "reach",
    "rivers:move_signboard": "board",
    "rivers:move_section": "section",
    "rivers:asset": "asset",
    "rivers:edit_asset": "asset",
    "rivers:end_asset": "asset",
    "rivers:resume_asset": "asset",
    "rivers:set_value": "asset",
    "rivers:add_files": "asset",
    "rivers:asset_card": "asset",
    "rivers:asset_file": "asset_file",
    "rivers:remove_file": "asset_file",
    "rivers:river_dossier": "river",
    "rivers:edit_dossier": "river",
    "rivers:set_river_value": "river",
    "rivers:add_river_files": "river",
    "rivers:reach_dossier": "reach",
    "rivers:map_asset": "asset",
    "rivers:move_asset": "asset",
    "rivers:drop_value": "value",
    "rivers:object_kind": "object_kind",
    "rivers:edit_object_kind": "object_kind",
    "rivers:create_object_field": "object_kind",
    "rivers:edit_object_field": "object_field",
    "accounts:revoke_phone": "phone",
    "people:revoke_phone": "phone",
    "web:job": "job",
    "web:job_file": "job",
}
RECIPES |= {
    f"people:{name}": "user" for name in ("person", "edit_person", "enable_person", "disable_person", "reset_password")
}
BOARD_VERBS = (
    "signboard",
    "edit_signboard",
    "renew_signboard",
    "withdraw_renewal",
    "remove_signboard",
    "return_signboard",
)
BOARD_VERBS += ("publish_phones", "signboard_sheet", "signboard_svg", "signboard_pdf")
BOARD_VERBS += ("inspect_signboard",)
RECIPES |= {f"rivers:{name}": "board" for name in BOARD_VERBS}
INSPECTION_VERBS = ("withdraw_inspection", "repair_signboard", "reopen_inspection")
RECIPES |= {f"rivers:{name}": "inspection" for name in INSPECTION_VERBS} | {
    "rivers:inspection_photo": "inspection_photo"
}
RECIPES |= {"people:create_post": "user", "people:end_session": "user", "people:reset_two_step": "user"}
RECIPES |= {f"people:{name}": "user" for name in ("create_post", "ask_post", "ask_reset", "ask_disable")}
RECIPES |= {"people:ask_end": "post", "desk:batch": "import_batch", "desk:undo_import": "import_batch"}
RECIPES |= {f"oversight:{name}": "request" for name in ("request", "confirm_request", "decline_request")}
RECIPES |= {"oversight:withdraw_request": "request"}
RECIPES |= {
    f"issues:{name}": "issue" for name in ("issue", "register", "dispatch", "reject", "supplement", "correct", "merge")
}
RECIPES |= {f"issues:{name}": "raised" for name in ("settle", "pass_on")}
RECIPES |= {f"issues:{name}": "selection" for name in ("batch", "confirm_batch", "resume_batch")}
RECIPES |= {"issues:hints": "issue", "issues:queue": "walk", "issues:take_turn": "walk"}
RECIPES |= {f"parcels:{name}": "parcel" for name in ("parcel", "deal", "undo_deal")}
RECIPES |= {f"parcels:{name}": "held" for name in ("held", "take_held", "drop_held", "reopen_held")}
RECIPES |= {"parcels:held_photo": "held_photo", "issues:held_photo": "issue_held_photo"}
UNIT_STEPS = ("sign_for", "return", "rectify", "apply", "verify", "send_back", "close", "clock", "nudge", "answer")
UNIT_STEPS += ("recall", "reassign", "ask_extension", "grant_extension", "refuse_extension", "suspend", "resume")
UNIT_STEPS += ("unmerge", "hold", "rebound", "clear_false", "involve", "assist", "redate", "endorse", "check_first")
RECIPES |= {f"issues:{name}": "sent" for name in UNIT_STEPS}
RECIPES |= {"issues:drawn": "draw", "issues:draw_explained": "draw"}
RECIPES |= {f"issues:{name}": "sent" for name in ("papers", "dispatch_paper", "closing_paper", "look_back_paper")}
RECIPES |= {f"issues:{name}": "paper_template" for name in ("template_file", "remove_template")}
NOTICE_STEPS = ("notice", "reply_notice", "accept_reply", "return_reply", "withdraw_notice", "notice_paper")
RECIPES |= {f"issues:{name}": "notice" for name in NOTICE_STEPS} | {"issues:of_issue": "sent"}
RECIPES |= {f"rivers:{name}": "handover" for name in ("handover", "hand_over", "take_over", "witness", "file_paper")}
RECIPES |= {"rivers:recount": "handover", "rivers:undo": "handover"}
RIVER_TABS = ("river_reaches", "river_map", "river_water", "river_boards", "river_history")
RECIPES |= {f"rivers:{name}": "river" for name in RIVER_TABS}
RECIPES |= {f"rivers:{name}": "reach" for name in ("reach_map", "reach_boards", "reach_history")}
RECIPES |= {f"rivers:{name}": "order" for name in ("revise_plan", "copy_plan", "finish_plan", "stop_plan")}
RECIPES |= {
    "rivers:plan": "plan",
    "rivers:river_plans": "river",
    "rivers:plan_paper": "paper",
    "rivers:resume_plan": "plan",
}
DRAFT_STEPS = ("edit_plan", "add_item", "add_task", "submit_plan", "approve_plan", "return_plan")
RECIPES |= {f"rivers:{name}": "draft" for name in DRAFT_STEPS}
RECIPES |= {"rivers:export_plan": "plan"}
RECIPES |= {"rivers:edit_item": "item", "rivers:remove_item": "item"}
RECIPES |= {"rivers:edit_task": "draft_task", "rivers:remove_task": "draft_task"}
RECIPES |= {f"rivers:{name}": "task" for name in ("plan_task", "assign_task", "report_progress")}
RECIPES |= {"rivers:progress_photo": "progress_photo", "rivers:withdraw_progress": "progress"}
# The same for every county: no row belongs to a place.
SHARED = {
    "public:board": {"token": "nobody-has-this"},
    "public:walk_from_board": {"token": "nobody-has-this"},  # tests/rivers/test_public_board.py
    "desks:help_page": {"slug": "start"},
    "accounts:set_password": {"link": "ABCD-EFGH-JKMN-PQRS"},
}
TABLES = ("setting", "add_setting", "customise_setting", "restore_setting")
SHARED |= {f"web:{name}": {"key": "norms"} for name in TABLES}
RECIPES |= {"web:delete_view": "view", "web:default_view": "view"}
RECIPES |= {f"web:{name}": "setting" for name in ("edit_setting", "delete_setting")}
RECIPES |= {f"tokens:{name}": "token" for name in ("token", "renew_token", "revoke_token")}
RECIPES |= {f"api:{name}": name for name in ("river", "reach", "tenure", "section", "section_month", "asset")}
LEAD_VERBS = ("lead", "confirm_lead", "join_lead", "dismiss_lead", "reopen_lead")
RECIPES |= {f"issues:{name}": "lead" for name in LEAD_VERBS} | {"issues:lead_photo": "lead_photo"}
RECIPES |= {"issues:lead_batch": "lead_batch", "issues:map_lead": "lead", "api:lead": "lead"}
PLAN_VERBS = ("stage_plan", "stage_plan_file", "revise_stages", "confirm_stages", "return_stages", "add_stage")
RECIPES |= {f"issues:{name}": "stage_plan" for name in PLAN_VERBS} | {"issues:stage_file": "stage_file"}
RECIPES |= {f"issues:{name}": "stage" for name in ("finish_stage", "reopen_stage", "move_stage", "drop_stage")}
RECIPES |= {"issues:stages_of_issue": "sent"}
CAMPAIGN_VERBS = ("campaign", "edit_campaign", "draw_campaign", "redraw_campaign", "start_campaign", "finish_campaign")
CAMPAIGN_VERBS += ("leave_out_reach", "take_back_reach", "cancel_campaign")
CAMPAIGN_VERBS += ("campaign_explained", "campaign_paper", "export_campaign")
RECIPES |= {f"issues:{name}": "campaign" for name in CAMPAIGN_VERBS} | {"issues:visit_photo": "visit_photo"}
RECIPES |= {f"issues:{name}": "visit" for name in ("visit", "submit_visit", "amend_visit")}
HOOK_VERBS = ("hook", "renew_hook", "pause_hook", "resume_hook", "try_hook", "replay_hook")
RECIPES |= {f"tokens:{name}": "hook" for name in HOOK_VERBS}
RECIPES |= {f"patrols:{name}": "oddity" for name in ("oddity", "check_oddity", "undo_check", "explain_oddity")}
RECIPES |= {"patrols:oddities_of_walk": "patrol", "api:problem": "issue", "api:problem_steps": "issue"}
RECIPES |= {"api:signboard": "board", "api:plan": "plan", "api:plan_task": "task"}
# 三员: the system has one of each, so what they keep is not bound to a county (visible_to of these querysets).
EVERYWHERE = {
    "system_admin": {"people:", "oversight:", "desk:", "tokens:"},
    "security_admin": {"people:", "oversight:", "tokens:"},
    "audit_admin": {"audit:", "tokens:"},
}
# Members of 桥头镇, for whom 柳岸镇 is another's.
TOWN = ["town_chief", "village_chief", "village2_chief", "town_handler", "patroller"]
# Rows that are somebody else's in this world (a job of nobody in the list above, a file that is not written yet), and a step
# for which a changed calendar would have to wait (tests/fuzz has one).
# A visit is told of by its team alone, of which nobody here is one: tests/campaigns/ opens these.
# A track is attached where there is none, and here each patrol has one: tests/patrols/tracks/ opens that.
UNOPENED = {"web:job_file", "issues:redate", "issues:submit_visit", "issues:amend_visit", "patrols:attach_track"}
# The walker alone appeals, and no chief of this world has a walk of the own that does not count (tests/patrols).
UNOPENED |= {"patrols:appeal_walk", "patrols:undo_check"}  # and a check of what is odd is undone where there is one


def walk(patterns: Any, namespace: str = "") -> Iterator[tuple[str, set[str]]]:
    """(name, names of the arguments) of every URL."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from walk(each.url_patterns, namespace + (f"{each.namespace}:" if each.namespace else ""))
        elif isinstance(each, URLPattern):
            yield f"{namespace}{each.name}", set(each.pattern.regex.groupindex)


def arguments(name: str, wanted: set[str], rows: dict[str, Any]) -> dict[str, Any] | None:
    """The arguments of a URL out of one place's rows; None when that place has no such row; KeyError: no recipe."""
    if name in SHARED:
        return dict(SHARED[name])
    kinds = {arg: NAMED[arg] if arg in NAMED else RECIPES[name] for arg in wanted}
    if not set(kinds.values()) <= set(rows):
        return None
    return {arg: rows[kind] for arg, kind in kinds.items()}


def without_recipe(urls: list[tuple[str, set[str]]]) -> list[str]:
    """URLs of which nobody has said yet which row they name."""
    return [name for name, wanted in urls if wanted - set(NAMED) and name not in SHARED and name not in RECIPES]


def cells(world: Any) -> Iterator[tuple[str, str, str]]:
    """(name, place, URL); the place is "" where the URL names no row of a place."""
    for name, wanted in URLS:
        for place in scope_world.PLACES if wanted and name not in SHARED else ("",):
            kwargs = arguments(name, wanted, world.rows.get(place, {}))
            if kwargs is not None:
                yield name, place, reverse(name, kwargs=kwargs)


def is_outside(member: str, name: str, place: str) -> bool:
    """Whether the row must not be there for the member."""
    if any(name.startswith(prefix) for prefix in EVERYWHERE.get(member, ())):
        return False
    if member.startswith("neighbour_"):
        return place in ("own", "sibling")
    return member != "city_chief" and (place == "neighbour" or (place == "sibling" and member in TOWN))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One dataset for the module, in a transaction of its own."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield scope_world.build(media)
        transaction.set_rollback(True)


@pytest.fixture
def ask(world, settings, monkeypatch):
    """(client, method, URL) → answer; whatever the request did is undone."""
    # Four answers of five are refusals: their status counts here, and drawing them was a third of the time.
    monkeypatch.setattr(
        errors, "render", lambda request, template, context=None, status=200: HttpResponse(status=status)
    )
    settings.MEDIA_ROOT, settings.DEMO = world.media, False
    logging.disable(logging.CRITICAL)

    def _ask(client: Client, method: str, url: str) -> Any:
        client.raise_request_exception = False
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            response = getattr(client, method)(url)
            transaction.set_rollback(True)
        if response.streaming:
            b"".join(response)  # which closes the file; close() would close the connection, too
        client.cookies = cookies
        return response

    yield _ask
    logging.disable(logging.NOTSET)


URLS = sorted(walk(get_resolver().url_patterns))


def test_every_url_has_a_recipe():
    assert without_recipe(URLS) == []


def test_a_url_without_a_recipe_is_noticed():
    assert without_recipe([("new:thing", {"pk"}), ("new:list", set())]) == ["new:thing"]


# Some seconds for each member, and the scope is plain ORM, the same over either engine.
@pytest.mark.apart
@pytest.mark.django_db
@pytest.mark.parametrize("member", KEYS)
def test_member(world, ask, enter, member):
    client, wrong = world.with_token(enter(world.cast[member]), member), []
    for name, place, url in cells(world):
        if place == "sibling" and member not in TOWN:
            continue
        is_shut = is_outside(member, name, place)
        # What lies inside answers for one of each side: drawn whole for everybody it took two thirds of the time.
        if not is_shut and member not in WHOLE:
            continue
        allowed = CLOSED if is_shut else ANSWERS
        for method in ("get", "post"):
            status = ask(client, method, url).status_code
            if status not in allowed:
                wrong.append(f"{method} {name} ({place or 'everywhere'}): {status}")
    assert wrong == []


@pytest.mark.apart
@pytest.mark.django_db
def test_the_rows_are_there_for_somebody(world, ask, enter):
    """Otherwise closed doors would prove nothing."""
    left = {name: url for name, place, url in cells(world) if place == "own"}
    for member in (
        "clerk",
        "head",
        "handler",
        "town_handler",
        "town_chief",
        "system_admin",
        "security_admin",
        "audit_admin",
    ):
        client = world.with_token(enter(world.cast[member]), member)
        for name, url in list(left.items()):
            if {ask(client, method, url).status_code for method in ("get", "post")} - CLOSED:
                del left[name]
    assert set(left) == UNOPENED


@pytest.mark.django_db
def test_signed_out_is_sent_to_sign_in(world, ask):
    client, wrong = Client(), []
    for name, _, url in cells(world):
        for method in ("get", "post"):
            response = ask(client, method, url)
            if name.startswith("api:"):  # a program has no sign-in to be sent to
                wrong += [] if response.status_code == 401 else [f"{method} {name}: {response.status_code}"]
            elif name not in PUBLIC and not response.headers.get("Location", "").startswith(
                reverse("accounts:sign_in")
            ):
                wrong.append(f"{method} {name}: {response.status_code}")
    assert wrong == []
