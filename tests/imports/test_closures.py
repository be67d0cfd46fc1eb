"""The superior's 销号清单: what goes out comes back with verdicts, each a step of its problem; what cannot go in is told."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web.excel import read_sheets
from hezhang.core.web.importing.desk import services as desk
from issues.ledger import services
from issues.ledger.choices import State
from issues.ledger.models import Issue
from tests.imports.desks import book, bring_in, guesses, try_out, undo, whys
from tests.issues import build, listed
from tests.issues.listed import PAPER, days_ago

HEAD = ["问题编号", "结论", "销号日期", "销号文号", "意见"]


def row(number, verdict="同意销号", day=None, paper=PAPER, words=""):
    return [number, verdict, day or timezone.localdate(), paper, words]


def state(issue):
    return Issue.objects.get(pk=issue.pk).state


def test_the_workbook_that_goes_out_comes_back_with_verdicts(cast, enter):
    first, second, third = (listed.waiting(cast, outside_number=f"省督-{n}") for n in (1, 2, 3))
    answer = enter(cast.clerk).get(reverse("issues:closures"), {"export": "xlsx", "tab": "province"})
    made = load_workbook(BytesIO(b"".join(answer)))
    sheet = made.active
    head = next(line for line in sheet.iter_rows() if any(cell.value == "问题编号" for cell in line))
    at = {cell.value: cell.column for cell in head}
    said = {
        first.number: ["同意销号", timezone.localdate(), PAPER, "复核通过"],
        second.number: ["不予销号", None, None, "岸坡仍有残留"],
    }
    for line in range(head[0].row + 1, sheet.max_row + 1):
        for name, value in zip(HEAD[1:], said.get(sheet.cell(line, at["问题编号"]).value, []), strict=False):
            sheet.cell(line, at[name]).value = value
    stream = BytesIO()
    made.save(stream)
    sheets = read_sheets(stream.getvalue())
    done = bring_in("closures", sheets, by=cast.clerk)
    assert whys(done.plan) == "" and not any("没有用到" in each.reason for each in done.plan.reading.left_out)
    assert done.plan.counts == {"rows": 3, "changed": 2, "same": 1, "refused": 0, "new": 0}
    assert [state(one) for one in (first, second, third)] == [State.CLOSED, State.RECTIFYING, State.VERIFIED]
    assert try_out("closures", sheets, by=cast.clerk).counts["same"] == 3  # the same list again changes nothing
    undo(done.batch)
    assert [state(one) for one in (first, second, third)] == [State.VERIFIED] * 3
    assert Issue.objects.get(pk=second.pk).opinion == second.opinion
    assert "undo_list" in first.transitions.values_list("verb", flat=True)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (lambda issue: row("没有的编号"), "没有这个编号"),
        (lambda issue: row(issue.number, day=days_ago(-1)), "晚于今天"),
        (lambda issue: row(issue.number, day=days_ago(2)), "早于现场核查日期"),
        (lambda issue: row(issue.number, paper=""), "没有写销号文号"),
        (lambda issue: [issue.number, "同意销号", None, PAPER, ""], "没有写销号日期"),
        (lambda issue: row(issue.number, "不予销号", words=""), "没有写意见"),
        (lambda issue: row(issue.number, "再议"), "看不出结论"),
    ],
)
def test_a_row_that_cannot_go_in_says_why(cast, told, why):
    issue = listed.waiting(cast)
    plan = try_out("closures", book([HEAD, told(issue)]), by=cast.clerk)
    assert why in whys(plan) and plan.counts["refused"] == 1
    assert state(issue) == State.VERIFIED


def test_not_verified_not_of_that_level_twice_and_of_the_neighbour(cast):
    early, own, city = (
        build.applied(cast, list_level="province"), build.verified(cast), listed.waiting(cast, list_level="nation"),
    )  # fmt: skip
    rows = [[*HEAD, "列入层级"], *([*row(one.number), "省级"] for one in (early, own, city, city))]
    told = whys(try_out("closures", book(rows), by=cast.clerk))
    for why in (
        "还没有核查通过",
        "列入区县级清单，不由上级销号",
        "列入国家清单，不是省级清单",
        "与第 4 行的问题编号重复",
    ):
        assert why in told
    assert "没有这个编号" in whys(try_out("closures", book(rows), by=cast.neighbour_clerk))


def test_the_superiors_own_number_serves_unless_two_have_it(cast):
    issue = listed.waiting(cast)
    bring_in("closures", book([["上级编号", *HEAD[1:]], row("省督-031")]), by=cast.clerk)
    assert state(issue) == State.CLOSED
    for _ in range(2):
        listed.waiting(cast, outside_number="省督-9")
    told = whys(try_out("closures", book([HEAD, row("省督-9")]), by=cast.clerk))
    assert "有几件问题是这个编号" in told


def test_what_is_closed_otherwise_is_refused_and_the_same_is_the_same(cast):
    issue = listed.waiting(cast)
    bring_in("closures", book([HEAD, row(issue.number)]), by=cast.clerk)
    assert try_out("closures", book([HEAD, row(issue.number)]), by=cast.clerk).counts["same"] == 1
    other = try_out("closures", book([HEAD, row(issue.number, paper="清河长办〔2026〕99号")]), by=cast.clerk)
    assert "与清单不一致" in whys(other) and PAPER in whys(other)


def test_words_and_titles_as_superiors_write_them_are_guesses(cast):
    first, second = listed.waiting(cast), listed.waiting(cast, outside_number="")
    rows = [
        ["清源市河长办〔2026〕31号 河湖问题销号清单"],
        ["编号", "销号日期", "复核结论", "原因"],
        [first.number, timezone.localdate(), "通过", ""],
        [second.number, "", "暂不销号", "坡脚有残留"],
    ]
    done = bring_in("closures", book(rows), by=cast.clerk)
    told = guesses(done.plan)
    assert "按相近的说法" in told and "按标题中的文号" in told
    assert Issue.objects.get(pk=first.pk).closing_number == "清源市河长办〔2026〕31号"
    assert state(second) == State.RECTIFYING


def test_who_rectified_is_told_so(cast):
    issue = listed.waiting(cast)
    Issue.objects.filter(pk=issue.pk).update(applied_by=cast.clerk.user)
    assert "参与了本问题的整改" in whys(try_out("closures", book([HEAD, row(issue.number)]), by=cast.clerk))


def test_no_undo_once_a_row_has_moved_on(cast):
    first, second = listed.waiting(cast), listed.waiting(cast, outside_number="")
    rows = [HEAD, row(first.number), row(second.number, "不予销号", words="坡脚有残留")]
    batch = bring_in("closures", book(rows), by=cast.clerk).batch
    services.rectify(Issue.objects.get(pk=second.pk), cast.handler, words="继续清理", progress=70)
    with pytest.raises(Refusal, match="已被修改，不能整批撤销"):
        undo(batch)
    assert (state(first), state(second)) == (State.CLOSED, State.RECTIFYING)


def test_helpers_who_had_done_their_part_have_done_it_again_after_an_undo(cast):
    issue = build.rectifying(cast, list_level="province")
    services.involve(issue, cast.clerk, co_units=[cast.town_gov])
    services.assist(issue, cast.town_handler, words="已清障", is_done=True)
    services.apply(issue, cast.handler, measures="已清运", photos=[build.photo(cast.handler)])
    services.verify(issue, cast.village_chief, opinion="已清理", photos=[build.photo(cast.village_chief)])
    batch = bring_in("closures", book([HEAD, row(issue.number, "退回", words="不彻底")]), by=cast.clerk).batch
    assert not issue.co_units.get().is_done
    undo(batch)
    assert issue.co_units.get().is_done


def test_by_the_command(cast, tmp_path, capsys):
    issue, file = listed.waiting(cast), tmp_path / "清单.csv"
    file.write_text(f"{','.join(HEAD)}\n{issue.number},同意销号,{timezone.localdate()},{PAPER},\n", "utf8")
    call_command("import_file", "closures", str(file), "--county", "990102")
    assert state(issue) == State.CLOSED
    call_command("undo_import", capsys.readouterr().out.split("批次 ")[1].split("；")[0])
    assert state(issue) == State.VERIFIED


def test_the_desk_knows_it_by_its_verdicts(cast):
    issue = listed.waiting(cast)
    rows = [
        ["问题编号", "问题描述", "河湖", "发现时间", *HEAD[1:]],
        [issue.number, "垃圾", "澄溪", "2026-03-06", *row("")[1:]],
    ]
    assert desk.guess_kind(book(rows), cast.clerk).key == "closures"


def test_the_ledger_brings_levels_and_numbers_of_superiors(cast):
    rows = [["问题描述", "河湖", "乡镇", "发现时间", "上级编号", "列入层级"],
            ["护岸坍塌", "澄溪", "桥头镇", timezone.localdate() - timedelta(days=9), "省督-77", "省清单"]]  # fmt: skip
    bring_in("issues", book(rows), by=cast.clerk)
    issue = Issue.objects.get()
    assert (issue.list_level, issue.outside_number) == ("province", "省督-77")
