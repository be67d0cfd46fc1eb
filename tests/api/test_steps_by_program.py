"""A post's own steps, taken by its system: those that are listed, on what was read, by the page's own rules."""

import pytest

from hezhang.core.audit.models import Entry
from issues.ledger.api.steps import TAKEN, version_of
from issues.ledger.choices import State
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE
from tests.api.conftest import program
from tests.issues import build


def read(made, post, issue) -> dict:
    answer = program(made(post).secret).get(f"/api/v1/problems/{issue.pk}/")
    assert answer.status_code == 200
    return answer.json()


def step(issue, verb, **more) -> dict:
    return {"verb": verb, "version": version_of(issue)} | more


def test_the_way_so_far_in_public_words_without_names(made, cast):
    issue = build.rectifying(cast)
    told = read(made, cast.handler, issue)
    assert [one["verb"] for one in told["timeline"]] == ["report", "register", "dispatch", "sign_for"]
    assert told["timeline"][2]["words"] == "已交办责任单位" and told["version"] == version_of(issue)
    text = str(told)
    for post in (cast.village_chief, cast.clerk, cast.handler):
        assert post.user.name not in text or post.user.name == told["chief"]


def test_a_unit_does_not_read_by_which_post_it_was_found(made, cast):
    """The page says 已隐藏 there, and a village's post has one holder."""
    issue = build.rectifying(cast)
    label = issue.transitions.get(verb="report").post.label
    assert read(made, cast.clerk, issue)["timeline"][0]["post"] == label
    told = read(made, cast.handler, issue)["timeline"]
    assert [bool(one["post"]) for one in told] == [False, True, True, True]


def test_next_steps_are_the_buttons_that_a_program_may_press(made, cast):
    issue = build.dispatched(cast)
    for post in (cast.handler, cast.clerk, cast.head, cast.county_chief):
        buttons = {one.verb for one in TABLE.buttons(issue, post) if one.enabled} & TAKEN.keys()
        assert {one["verb"] for one in read(made, post, issue)["next_steps"]} == buttons, post
    (lead,) = [one for one in read(made, cast.handler, issue)["next_steps"] if one["leads_on"]]
    assert (lead["verb"], lead["fields"]) == ("sign_for", [])


def test_a_unit_goes_its_way_by_its_own_system(send, cast):
    issue = build.dispatched(cast)
    path = f"problems/{issue.pk}/steps/"
    assert send(cast.handler, path, step(issue, "sign_for"), key="step-0001").json()["state"] == "rectifying"
    told = step(issue, "rectify", words="已清运两车", progress=60)
    answer = send(cast.handler, path, told, key="step-0002")
    assert answer.status_code == 200 and answer.json()["version"] == version_of(issue)
    photo = build.photo(cast.handler)
    told = step(issue, "apply", measures="垃圾全部清运，岸坡复绿", photos=[photo.pk])
    assert send(cast.handler, path, told, key="step-0003").status_code == 200
    issue.refresh_from_db()
    assert (issue.state, issue.progress, issue.applied_by) == (State.APPLIED, 100, cast.handler.user)
    assert issue.evidence.filter(kind="after").get().upload == photo


def test_what_was_read_before_somebody_else_acted_is_stale(send, cast):
    issue = build.dispatched(cast)
    seen = step(issue, "return", words="不属本单位职责")
    build.services.sign_for(issue, cast.handler)
    answer = send(cast.handler, f"problems/{issue.pk}/steps/", seen)
    assert (
        answer.status_code == 409
        and "签收" in answer.json()["detail"]
        and str(version_of(issue)) in answer.json()["detail"]
    )
    assert Issue.objects.get().state == State.RECTIFYING


def test_the_same_step_again_is_one_step_although_its_version_is_old(send, cast):
    issue = build.dispatched(cast)
    told = step(issue, "sign_for")
    sent = [send(cast.handler, f"problems/{issue.pk}/steps/", told) for _ in range(3)]
    assert [one.status_code for one in sent] == [200] * 3 and sent[0].json() == sent[2].json()
    assert issue.transitions.filter(verb="sign_for").count() == 1


@pytest.mark.parametrize("verb", sorted(set(TABLE.rows) - TAKEN.keys() - {"report"}))
def test_judging_is_a_persons(send, cast, verb):
    issue = build.applied(cast)
    answer = send(cast.head, f"problems/{issue.pk}/steps/", step(issue, verb, words="x"))
    assert answer.status_code == 403 and "由人" in answer.json()["detail"]
    assert Issue.objects.get().state == State.APPLIED


@pytest.mark.parametrize(
    ("member", "verb", "status"), [("clerk", "sign_for", 403), ("handler", "apply", 409), ("handler", "fly", 422)]
)
def test_not_ones_own_and_not_in_this_state(send, cast, member, verb, status):
    issue = build.dispatched(cast)
    answer = send(cast[member], f"problems/{issue.pk}/steps/", step(issue, verb, words="x"))
    assert answer.status_code == status, answer.content.decode()
    assert Issue.objects.get().state == State.DISPATCHED


def test_what_the_post_does_not_see_is_not_there(send, cast):
    issue = build.dispatched(cast)
    answer = send(cast.town_handler, f"problems/{issue.pk}/steps/", step(issue, "sign_for"))
    assert answer.status_code == 404 and Issue.objects.get().state == State.DISPATCHED


def test_what_a_form_finds_wrong_is_told_at_its_field(send, cast):
    issue = build.rectifying(cast)
    path = f"problems/{issue.pk}/steps/"
    for more, field in (
        ({"words": "", "progress": 10}, "words"),
        ({"words": "x", "progress": 101}, "progress"),
        ({"words": "长" * 501, "progress": 1}, "words"),
    ):
        answer = send(cast.handler, path, step(issue, "rectify", **more))
        assert answer.status_code == 422 and field in answer.json()["fields"]
    for version in (None, "3", True):
        answer = send(cast.handler, path, {"verb": "rectify", "version": version, "words": "x", "progress": 1})
        assert answer.status_code == 422 and "version" in answer.json()["fields"]


def test_a_step_by_a_token_that_the_verifier_handed_out_is_written_down(made, cast):
    made(cast.handler, writes=True)
    issue = build.applied(cast)
    build.services.verify(issue, cast.head, opinion="到位", photos=[build.photo(cast.head)])
    build.services.close(issue, cast.clerk)
    (told,) = Entry.objects.get(action="issue.one_hand").after["chain"]
    assert "接口令牌" in told and cast.head.user.name in told
