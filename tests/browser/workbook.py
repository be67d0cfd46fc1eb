"""The leader's workbook, read by two independent readers and recomputed from its own detail sheets."""

from __future__ import annotations

import csv
import subprocess
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook

SHEETS = ("汇总排名", "分项得分", "扣分依据")
BONUS_CAP = Decimal(3)
Rows = list[dict[str, object]]


def money(value: object) -> Decimal:
    return Decimal(str(value).replace(",", "")).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _tables(grids: dict[str, list[list]]) -> dict[str, Rows]:
    """Title and note stand above the headings; signatures and blank lines below carry no town."""
    found = {}
    for name in SHEETS:
        heads, *body = grids[name][2:]
        found[name] = [dict(zip(heads, row, strict=False)) for row in body if len(row) > 1 and row[1] not in ("", None)]
    return found


def _recomputed(found: dict[str, Rows]) -> int:
    """How many towns' totals came out the same: rows → indicators → groups → total."""
    behind: dict[tuple, Decimal] = defaultdict(Decimal)
    for row in found["扣分依据"]:
        behind[row["乡镇"], row["分组"], row["指标"]] += Decimal(str(row["计入分子"]).replace(",", "") or 0)
    sums: dict[tuple, Decimal] = defaultdict(Decimal)
    full: dict[tuple, Decimal] = defaultdict(Decimal)
    for row in found["分项得分"]:
        if row["指标"] != "基础分":
            assert behind[row["乡镇"], row["分组"], row["指标"]] == Decimal(str(row["分子"]).replace(",", ""))
        if row["计入"] != "不计分" and row["核定得分"] != "不参评":
            key = row["分组"] if row["计入"] == "计入分组" else row["计入"]
            sums[row["乡镇"], key] += money(row["核定得分"])
        if row["计分方式"] in ("基础分", "满分 × 比率") and row["核定得分"] != "不参评":
            full[row["乡镇"], row["分组"]] += money(row["满分或每项分值"])
    for row in found["汇总排名"]:
        town = row["乡镇"]
        groups = [head.split("（")[0] for head in row if head.endswith("）")]
        reached = sum(min(full[town, name], max(Decimal(0), sums[town, name])) for name in groups)
        bonus = min(BONUS_CAP, sums[town, "计入加分"])
        assert money(row["总分"]) == reached + bonus + sums[town, "总分倒扣"], town
    return len(found["汇总排名"])


def checked_by_calamine(path: Path) -> int:
    """Recompute what python-calamine reads; the number of towns that agree."""
    book = CalamineWorkbook.from_path(str(path))
    return _recomputed(_tables({name: book.get_sheet_by_name(name).to_python() for name in SHEETS}))


def checked_by_libreoffice(path: Path, folder: Path) -> int:
    """The same from the sheets as LibreOffice opens them."""
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", every_sheet]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
    grids = {}
    for name in SHEETS:
        with (folder / f"{path.stem}-{name}.csv").open(encoding="utf8", newline="") as file:
            grids[name] = list(csv.reader(file))
    return _recomputed(_tables(grids))
