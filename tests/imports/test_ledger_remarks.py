"""What the dry run of a ledger says once: units and rivers that are to be entered first, and what became known since."""

import pytest

from hezhang.core.accounts.services import create_department
from issues.ledger.models import Issue
from tests.imports.desks import book, bring_in, try_out

pytestmark = pytest.mark.clock("2026-11-25T12:00")
HEAD = ["问题描述", "河湖", "乡镇", "发现时间", "责任单位"]
ROWS = [
    ["围网养殖", "澄溪", "桥头镇", "2026-07-01", "农业农村局"],
    ["垃圾堆放", "澄溪", "桥头镇", "2026-07-02", "农业农村局"],
    ["污水入河", "澄溪", "桥头镇", "2026-07-03", "水利局"],
]


def told(plan) -> str:
    return "\n".join(f"{what}{remedy}" for what, remedy in plan.outcome.remarks)


def test_unknown_units_are_named_with_their_rows_and_what_to_do(cast):
    words = told(try_out("issues", book([HEAD, *ROWS]), by=cast.clerk))
    assert "有 2 行的责任单位没有登记或分不清：农业农村局（2 行）" in words and "水利局" not in words
    assert "/departments/" in words and "已导入的须整批撤销后重导" in words


def test_what_became_known_since_is_told_and_left_as_it_is(cast):
    bring_in("issues", book([HEAD, *ROWS]), by=cast.clerk)
    create_department(by=cast.clerk, name="澄江区农业农村局", kind="member", region=cast.county)
    plan = try_out("issues", book([HEAD, *ROWS]), by=cast.clerk)
    words = told(plan)
    assert (
        "台账中有 2 件待交办，责任单位现在认得出" in words
        and "（澄江区农业农村局）" in words
        and "没有登记" not in words
    )
    assert plan.counts["same"] == 3 and not plan.has_work
    assert not Issue.objects.filter(unit__name="澄江区农业农村局").exists()


def test_where_no_river_is_known_the_list_of_chiefs_comes_first(cast):
    rows = [[*row[:1], "无名河", *row[2:]] for row in ROWS]
    plan = try_out("issues", book([HEAD, *rows]), by=cast.clerk)
    assert "台账里的河湖都还没有登记" in told(plan) and "?kind=chiefs" in told(plan)
    assert "河湖都还没有登记" not in told(try_out("issues", book([HEAD, rows[0], ROWS[1]]), by=cast.clerk))


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("文旅局", "澄江区文化和旅游局"),
        ("区文旅局", "澄江区文化和旅游局"),
        ("综合执法局", "澄江区综合行政执法局"),
        ("旅游局", ""),
        ("发改局", ""),
    ],
)
def test_a_unit_is_known_by_its_short_name_if_only_one_has_it(cast, words, unit):
    for name in ("文化和旅游局", "综合行政执法局", "发展和改革局", "发展改革与数据局"):
        create_department(by=cast.clerk, name=f"澄江区{name}", kind="member", region=cast.county)
    done = bring_in("issues", book([HEAD, [*ROWS[0][:4], words]]), by=cast.clerk)
    (act,) = done.plan.acts
    guesses = [each.reason for each in act.row.guesses]
    assert any(f"按“{unit or '未指定责任单位'}”读取" in each for each in guesses), guesses
    assert (words in told(done.plan)) == (not unit)
