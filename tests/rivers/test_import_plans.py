"""Tasks come in by the desk, with their problems and goals, into a plan that is being drawn up; and go out as a whole."""

import pytest

from rivers.plans.models import PlanTask
from tests.imports.desks import book, bring_in, guesses, snapshot, try_out, undo, whys
from tests.rivers import planning

HEAD = ["河湖", "问题", "目标", "目标值", "任务", "措施", "数量", "单位", "完成时限", "责任人", "责任单位"]


def rows(*lines):
    return book([HEAD, *lines])


@pytest.fixture
def draft(cast):
    return planning.drawn(cast)


def test_a_table_goes_in_and_out(cast, draft):
    due = f"{planning.today()}"
    sheets = rows(
        ["澄溪", "污水直排", "处理率", "90%", "截污纳管", "建支管", "3.5", "公里", due, "乔立本", None],
        ["澄溪", "污水直排", "处理率", "90%", "建处理站", None, None, None, due, None, "澄江区水利局"],
    )
    before = snapshot()
    done = bring_in("plans", sheets, by=cast.clerk)
    assert whys(done.plan) == "" and done.plan.counts["new"] == 2
    one, two = PlanTask.objects.order_by("serial")
    assert (one.reach, one.owner, one.amount) == (cast.town_reach, None, "3.5 公里") and two.by_steps
    assert one.goal == two.goal and one.goal.problem.name == "污水直排" and two.department == cast.bureau
    assert try_out("plans", sheets, by=cast.clerk).counts["same"] == 2
    undo(done.batch)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["无名河", None, None, None, "清淤", None, None, None, None, None, "澄江区水利局"], "没有登记名为“无名河”"),
        (["澄溪", None, None, None, "清淤", None, "2", None, None, None, None], "写明单位"),
        (["澄溪", None, None, None, "清淤", None, "0", "公里", None, None, None], "大于 0"),
        (["澄溪", None, None, None, "清淤", None, None, None, "2031-01-01", None, None], "不在方案周期"),
        (["澄溪", None, None, None, "清淤", None, None, None, None, "无此人", None], "没有登记“无此人”"),
    ],
)
def test_a_wrong_row_is_refused_by_its_cell(cast, draft, line, why):
    assert why in whys(try_out("plans", rows(line), by=cast.clerk))


def test_what_is_in_force_is_not_written_and_a_missing_day_is_a_guess(cast, draft):
    line = ["澄溪", None, None, None, "清淤", "分段清淤", None, None, None, None, "澄江区水利局"]
    assert "按方案周期的最后一天" in guesses(try_out("plans", rows(line), by=cast.clerk))
    draft.state, draft.approved_on = "in_force", planning.today()
    draft.save()
    assert "没有编制中的" in whys(try_out("plans", rows(line), by=cast.clerk))
