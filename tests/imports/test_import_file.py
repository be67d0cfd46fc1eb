"""The desk by command: the office's own lists whole, every row that stays out explained, and undone as a whole."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hezhang.core.accounts.models import Region, User
from hezhang.core.audit.models import Entry
from hezhang.core.web.models import ImportBatch, ImportChange
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River
from rivers.registry.services import edit_river
from tests.imports.desks import bring_in, guesses, snapshot, try_out, undo, whys
from tests.rivers.books import HEAD, ROWS, TITLE, changed, listed

DATA = Path(__file__).parents[1] / "data"


def run(capsys, *args, **options) -> dict:
    capsys.readouterr()
    call_command("import_file", *args, json=True, **options)
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.once
def test_the_public_list_and_the_offices_list_come_in_and_go_out_again(db, capsys):
    first = run(capsys, "regions", str(DATA / "regions_longwan.csv"))
    assert (first["rows"], first["new"], first["refused"]) == (135, 135, [])
    before = snapshot()
    dry = run(capsys, "chiefs", str(DATA / "chiefs_office_style.xlsx"), dry_run=True)
    assert snapshot() == before and dry["batch"] is None
    told = run(capsys, "chiefs", str(DATA / "chiefs_office_style.xlsx"))
    assert (told["rows"], told["new"], told["refused"]) == (44, 44, [])
    assert {**told, "batch": None} == dry
    assert (River.objects.count(), Reach.objects.count(), Tenure.objects.count()) == (10, 64, 64)
    again = run(capsys, "chiefs", str(DATA / "chiefs_office_style.xlsx"))
    assert (again["same"], again["batch"]) == (44, None)
    call_command("undo_import", told["batch"])
    assert snapshot() == before and not ImportChange.objects.filter(batch=told["batch"]).exists()
    assert set(Entry.objects.filter(action__startswith="import.").values_list("action", flat=True)) == {
        "import.regions", "import.chiefs", "import.undo",
    }  # fmt: skip
    with pytest.raises(CommandError, match="已经撤销过"):
        call_command("undo_import", told["batch"])


def test_what_cannot_be_read_ends_with_1_and_says_why_on_the_line(cast, capsys, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04broken")
    with pytest.raises(CommandError, match="不是 Excel"):
        call_command("import_file", "chiefs", str(path), json=True)
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["refused"][0]["why"].startswith("文件打不开") and told["batch"] is None
    with pytest.raises(CommandError, match="没有批次 9"):
        call_command("undo_import", 9)


def test_a_row_that_cannot_go_in_stays_out_alone_and_says_where_and_why(cast):
    rows = changed(1, 9, "1880000")
    done = bring_in("chiefs", listed(rows))
    assert done.plan.counts == {"rows": 3, "new": 2, "changed": 0, "same": 0, "refused": 1}
    assert "J 列“联系电话” 1880000 不是 11 位手机号" in whys(done.plan)
    assert Reach.objects.filter(name="柳溪上桥村段").exists() and not Reach.objects.filter(name="柳溪下桥村段").exists()


def test_rows_that_contradict_one_another_stay_out_together_and_the_rest_goes_in(cast):
    done = bring_in("chiefs", listed(changed(2, 9, "18800000001")))
    assert done.plan.counts["refused"] == 2 and whys(done.plan).count("同一手机号") == 2
    assert not River.objects.filter(name="柳下渠").exists() and Reach.objects.filter(name="柳溪下桥村段").exists()
    merged = listed(changed(0, 2, "很长"), merged=("B3:B4", "C3:C4"))
    assert try_out("chiefs", merged).counts["refused"] == 2  # both rows of the merged length


def test_every_guess_is_told(cast):
    told = guesses(try_out("chiefs", listed()))
    assert "3 C 列“河道长度（km）” 约5公里 按“5 公里”读取" in told and "850米 按“0.85 公里”读取" in told
    assert "4 B 列“河道名称”  按“柳溪”读取：单元格为空或写着同上" in told
    assert "3 I 列“职务” 上桥村书记 按“上桥村”读取：所属区划由职务判断" in told


def test_a_replaced_chief_is_put_back_by_the_undo(cast):
    bring_in("chiefs", listed(), since=cast.clerk.starts_on)
    before = snapshot()
    new = changed(1, 7, "丙九")
    new[1][9] = 18800000099
    done = bring_in("chiefs", listed(new))
    assert (done.plan.counts["changed"], done.plan.counts["same"]) == (1, 2)
    assert dict(done.plan.outcome.effects)["更换河长"] == 1
    undo(done.batch)
    assert snapshot() == before


def test_a_batch_stays_once_a_row_of_it_was_changed_or_used(cast, capsys):
    batch = bring_in("chiefs", listed()).batch
    edit_river(River.objects.get(name="柳溪"), {"remark": "改"}, by=cast.clerk)
    with pytest.raises(CommandError, match="河湖“柳溪”在导入之后已被修改"):
        call_command("undo_import", batch.pk)
    assert Reach.objects.filter(name="柳溪上桥村段").exists() and ImportBatch.objects.get().undone_at is None


def test_regions_go_out_again_unless_something_stands_on_them(cast, tmp_path, capsys):
    path = tmp_path / "x.csv"
    path.write_text(
        "编码,名称\n990102103000,梅林镇\n990102103201,梅上村\n990102109201,远方村\n990102101,桥头街道\n", "utf8"
    )
    before = snapshot()
    told = run(capsys, "regions", str(path))
    assert (told["rows"], told["new"], told["changed"], len(told["refused"])) == (4, 2, 1, 1)
    assert "既不在文件可导入的行中" in told["refused"][0]["why"] and "末尾补 0" in told["guesses"][0]["why"]
    call_command("undo_import", told["batch"])
    assert snapshot() == before
    told = run(capsys, "regions", str(path))
    User.objects.create(username="x", name="某").posts.create(
        role="chief", region=Region.objects.get(pk="990102103201"), starts_on="2026-01-01"
    )
    with pytest.raises(CommandError, match="行政区划“梅上村”已有岗位"):
        call_command("undo_import", told["batch"])


def test_totals_signatures_hidden_sheets_and_repeated_heads_are_left_out_and_told(cast):
    rows = [*ROWS[:2], ["合计", None, 5], HEAD, ROWS[2], ["填表人：          审核人：          （盖章）"]]
    plan = try_out("chiefs", listed(rows, title=TITLE))
    assert plan.found == 3
    assert [each.reason for each in plan.reading.left_out] == [
        "合计行，没有读取。", "重复的表头，没有读取。", "填表、审核等签字行，没有读取。",
    ]  # fmt: skip
