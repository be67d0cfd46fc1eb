"""The marked copy of an uploaded workbook: every sheet as it was, and what a cell of it costs."""

import cProfile
import pstats
from io import BytesIO

import openpyxl
import pytest

from hezhang.core.web.excel import SheetIn
from hezhang.core.web.importing.plan import CellProblem, ImportPlan
from hezhang.core.web.importing.workbooks import annotated

WRONG = CellProblem(2, "电话", "1", "不是电话号码", "请填写 11 位手机号。", "", 2)
NOTICED = CellProblem(3, "", "", "与登记不同。", "请核对。", "", 1)
ROWS = [["名称", "电话"], ["<r>甲 < 乙</r>", "1"], ["=1+1", None]]


def marked(*sheets: SheetIn, problems=(WRONG,), notices=(NOTICED,)):
    plan = ImportPlan(problems=list(problems), notices=list(notices))
    return openpyxl.load_workbook(BytesIO(annotated(list(sheets), plan)))


def test_cells_stay_the_text_they_were_and_are_coloured():
    page = marked(SheetIn("表", ROWS)).active
    assert [cell.value for cell in page["A"]] == ["名称", "<r>甲 < 乙</r>", "=1+1"]
    assert page["A3"].data_type == "s" and page["A3"].number_format == "@"
    assert [page[cell].fill.fgColor.rgb[2:] for cell in ("B2", "C2", "A3")] == ["F8CBAD", "F8CBAD", "FFF2CC"]
    assert page["C1"].value == "错误说明" and page["C1"].font.bold
    assert page["C3"].value == "留意：与登记不同。请核对。"


def test_sheets_whose_names_become_alike_are_told_apart_and_hidden_ones_stay_hidden():
    book = marked(SheetIn("a/b", ROWS, hidden=True), SheetIn("a:b", ROWS), SheetIn("A?B", ROWS))
    assert book.sheetnames == ["ab", "ab(2)", "AB(3)"]
    assert [page.sheet_state for page in book.worksheets] == ["hidden", "visible", "visible"]
    assert book.active.title == "ab(2)"


def test_a_workbook_with_nothing_but_hidden_sheets_can_be_opened():
    assert [page.sheet_state for page in marked(SheetIn("a", ROWS, hidden=True)).worksheets] == ["visible"]


@pytest.mark.parametrize("merged", [[], [((0, 0), (0, 0))], [((1, 1), (2, 1))], [((1, 1), (2, 2))]])
def test_merged_cells_stay_merged_within_the_table(merged):
    found = {str(area) for area in marked(SheetIn("表", ROWS, merged=merged)).active.merged_cells.ranges}
    assert found == ({"B2:B3"} if merged == [((1, 1), (2, 1))] else set())


@pytest.mark.elsewhere  # where no measuring of coverage is counted in
def test_a_cell_is_written_by_few_calls():
    """20,000 rows are marked while the request waits. Counted, not timed: a cell took 93 calls, half of all the time."""
    rows = [["一"] * 10, *([f"村{number}"] * 10 for number in range(300))]
    profile = cProfile.Profile()
    profile.runcall(annotated, [SheetIn("表", rows)], ImportPlan())
    assert pstats.Stats(profile).total_calls < 50 * 3010  # type: ignore[attr-defined]
