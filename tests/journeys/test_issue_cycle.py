"""From a patrol's finding to sign-off and the score, through the pages: every verb of the table, side paths included."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from assessment.rounds.models import Round, Score
from assessment.schemes.models import Scheme
from hezhang.core.audit.models import Entry
from issues.ledger.choices import State
from issues.ledger.models import Category, Issue
from issues.ledger.workflow import TABLE
from patrols.norms.models import CheckItem
from tests.issues import build
from tests.issues.acts import picture
from tests.journeys.desk import Story

MONDAY = date(2026, 8, 3)
AFTERWARDS = date(2026, 10, 8)
SEWAGE, RUBBISH = "闸口北侧暗管排污，水色乳白", "岸边疑似堆放垃圾"


@pytest.fixture
def story(cast, enter) -> Story:
    return Story(cast, enter).on(MONDAY)


def days(count: int) -> date:
    return MONDAY + timedelta(days=count)


def walk(story: Story, day: date) -> tuple[Issue, Issue]:
    """The village chief walks the own reach and finds two things that go up to the town's chief."""
    seen = {}
    for number, (item, text) in enumerate([("污水直排", SEWAGE), ("生活垃圾", RUBBISH)]):
        what = {"item": CheckItem.objects.get(name=item).pk, "state": "open", "text": text}
        seen |= {f"f{number}-{name}": value for name, value in what.items()}
    times = {"started_at": f"{day}T08:10:00", "ended_at": f"{day}T08:40:00"}
    facts = {"client_id": uuid4(), "reach": story.cast.village_reach.pk, **times}
    story.on(day).post("village_chief", "/patrols/submit/", facts | seen | {"f0-photos": [picture(), picture(red=200)]})
    return Issue.objects.get(text__contains=SEWAGE), Issue.objects.get(text__contains=RUBBISH)


def reject(story: Story, issue: Issue) -> None:
    """Side path: somebody went there, and there is nothing."""
    issue = story.step("clerk", issue, "reject", words="巡河员当日到场，未见垃圾。")
    assert (issue.state, issue.is_open) == (State.UNFOUNDED, False)
    assert story.buttons("clerk", issue) == story.buttons("head", issue) == set()


def hand_out(story: Story, issue: Issue) -> Issue:
    """Passed on by the town's chief, registered, and handed to the wrong unit, which returns it; the office hands it on."""
    category = Category.objects.get(name="污水直排").pk
    issue = story.step("town_chief", issue, "pass_on", words="须区里查封堵，请河长办交办。")
    issue = story.step("clerk", issue, "register", category=category, severity="minor", track="term")
    issue = story.step("village_chief", issue, "supplement", words="下游十米另有一处渗水。")
    wrong, right = story.cast.town_gov.pk, story.cast.bureau.pk
    issue = story.step("clerk", issue, "dispatch", unit=wrong, requirement="封堵暗管，溯源并纳管。")
    assert issue.due_on == date(2026, 8, 24)  # 15 working days, as the form had filled in
    issue = story.step("town_handler", issue, "return", words="属水利局职责。")
    assert (issue.state, issue.unit, issue.due_on) == (State.REGISTERED, None, None)
    issue = story.step("clerk", issue, "dispatch", unit=right)  # what is required is still in the form
    assert (issue.unit, issue.requirement) == (story.cast.bureau, "封堵暗管，溯源并纳管。")
    return story.step("handler", issue, "sign_for")


def put_right(story: Story, issue: Issue) -> Issue:
    """Rectified, sent back once because it was not, and rectified again; the old deadline runs on."""
    issue = story.on(days(3)).step("handler", issue, "rectify", words="已封堵", progress="60", photos=[picture(red=90)])
    issue = story.on(days(7)).step("handler", issue, "apply", measures="暗管已封堵。", photos=[picture(red=110)])
    assert "现场核查" not in story.buttons("handler", issue)
    issue = story.on(days(8)).step("patroller", issue, "send_back", words="雨后仍有渗水。")
    assert (issue.state, issue.due_on) == (State.RECTIFYING, date(2026, 8, 24))
    return story.on(days(11)).step("handler", issue, "apply", measures="三户已纳管。", photos=[picture(red=130)])


def sign_off(story: Story, issue: Issue) -> Issue:
    issue = story.on(days(12)).step("village_chief", issue, "verify", opinion="已无排水。", photos=[picture(red=150)])
    assert "销号" in story.buttons("head", issue)
    return story.on(days(14)).step("head", issue, "close", words="")


def score(story: Story, town) -> dict[str, Score]:
    """After the quarter: the office opens the round, the head freezes it; the town's figures by code."""
    told = {"period": "quarter:2026-07-01", "scheme": Scheme.objects.get(region=None).pk}
    page = story.on(AFTERWARDS).post("clerk", "/assessment/open/", told)
    story.post("head", f"{page}freeze/", {"checked": "on"})  # one issue and few patrols: the page asks to look twice
    return {one.indicator.code: one for one in Score.objects.filter(subject__region=town).select_related("indicator")}


def is_journalled(issue: Issue) -> bool:
    """One journal row for each step, in the same order."""
    rows = Entry.objects.filter(object_type="issues.issue", object_id=str(issue.pk)).order_by("id")
    return [row.action for row in rows] == [f"issue.{verb}" for verb in verbs(issue)]


# Ways back and by-ways: each has a file of its own in tests/issues, and test_table meets them all.
BYWAYS = {
    "recall", "reassign", "correct", "nudge", "answer", "ask_extension", "grant_extension", "refuse_extension", "suspend",
    "resume", "merge", "unmerge", "hold", "rebound", "clear_false", "involve", "assist", "redate", "endorse", "check_first",
    "close_by_list", "send_back_by_list", "undo_list", "register_by_rule", "report", "settle", "lapse",
}  # fmt: skip


def verbs(issue: Issue) -> list[str]:
    return list(issue.transitions.order_by("id").values_list("verb", flat=True))


def test_from_a_finding_to_the_score(story):
    issue, unfounded = walk(story, MONDAY)
    assert (issue.number[-3:], issue.chief, issue.state) == ("001", story.cast.village_chief, State.RAISED)
    story.on(MONDAY, 14)
    reject(story, unfounded)
    issue = sign_off(story, put_right(story, hand_out(story, issue)))
    assert verbs(issue) == [
        "raise", "pass_on", "register", "supplement", "dispatch", "return", "dispatch", "sign_for", "rectify",
        "apply", "send_back", "apply", "verify", "close",
    ]  # fmt: skip
    assert {*verbs(issue), *verbs(unfounded)} == set(TABLE.rows) - BYWAYS
    assert build.kinds(issue) == ["found", "found", "during", "after", "after", "on_site"]
    assert is_journalled(issue) and is_journalled(unfounded)

    scores = score(story, story.cast.town)
    # What was unfounded was never due; what was sent back counts by its last application, which was in time.
    for code in ("on_time_rate", "close_rate"):
        assert (scores[code].numerator, scores[code].denominator) == (1, 1), code
    assert (scores["late_issues"].numerator, scores["patrol_rate"].numerator) == (0, 1)
    figure = _text(story.get("leader", scores["on_time_rate"].get_absolute_url()))
    assert issue.number in figure and "8月14日 完成整改，按期" in figure
    assert issue.get_absolute_url() in figure
    assert "已销号" in _text(story.get("leader", issue.get_absolute_url()))
    assert issue.number in in_the_report(story)


def in_the_report(story: Story) -> str:
    """Every cell of the workbook that the leader downloads."""
    answer = story.get("leader", f"/assessment/{Round.objects.get().pk}/report/")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    return " ".join(
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    )


def _text(answer) -> str:
    return answer.content.decode()


def test_too_late_to_return_and_nobody_verifies_their_own(story):
    """The same cycle's two refusals: a day later the return is switched off, and the unit is offered no verification."""
    issue, _ = walk(story, MONDAY)
    category = Category.objects.get(name="污水直排").pk
    issue = story.on(MONDAY, 14).step("clerk", issue, "register", category=category, severity="minor", track="term")
    issue = story.step("clerk", issue, "dispatch", unit=story.cast.bureau.pk, requirement="封堵暗管。")
    assert story.buttons("handler", issue) == {"签收", "责任退回"}
    assert story.on(days(1), 15).buttons("handler", issue) == {"签收"}
    assert "交办已超过 24 小时" in _text(story.get("handler", issue.get_absolute_url()))
    issue = story.step("handler", issue, "sign_for")
    issue = story.step("handler", issue, "apply", measures="暗管已封堵。", photos=[picture()])
    assert story.buttons("handler", issue) == set()
    assert story.buttons("patroller", issue) == {"现场核查", "退回重改"}
