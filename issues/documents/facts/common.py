"""What several papers say alike: whose paper it is, where the issue lies, its photos."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from hezhang.core.accounts.choices import DepartmentKind
from hezhang.core.accounts.models import Department
from hezhang.core.documents.paper import Form, Picture, Pictures
from hezhang.core.files.services import read_bytes
from hezhang.core.kernel.words import NOTHING, day_words
from issues.ledger.choices import PhotoKind
from issues.ledger.models import Evidence, Issue

MOST_PHOTOS = 6
MOST_BYTES = 8 * 1024 * 1024  # of all photos of one paper
Pairs = tuple[tuple[str, str], ...]


def office_of(code: str) -> str:
    """The name that the office of a region signs with."""
    office = Department.objects.active().filter(region_id=code, kind=DepartmentKind.OFFICE).select_related("region")
    found = office.first()
    return found.name if found else "河长制办公室"


def day(at: datetime | None) -> str:
    return day_words(timezone.localtime(at)) if at else NOTHING


def place_words(issue: Issue) -> str:
    """The position with its coordinates, as a person on the spot needs them."""
    if issue.lat is None or issue.lng is None:
        return issue.place or NOTHING
    exact = f"东经 {issue.lng:.6f}，北纬 {issue.lat:.6f}"
    return f"{issue.place}（{exact}）" if issue.place else exact


def about(issue: Issue) -> Form:
    """What and where it is. Who found it is on no paper."""
    lines: tuple[Pairs, ...] = (
        (("问题编号", issue.number), ("问题来源", str(issue.get_source_display()))),
        (("河湖", issue.river.name), ("河段", issue.reach.name if issue.reach else NOTHING)),
        (("所在区划", str(issue.region)), ("责任河长", issue.chief.user.name if issue.chief else NOTHING)),
        (("位置", place_words(issue)),),
        (("问题类别", str(issue.category or NOTHING)), ("严重程度", str(issue.get_severity_display()))),
        (("问题描述", issue.text),),
    )
    return Form(lines)


def photos(issue: Issue, title: str, kinds: Iterable[str], latest: bool = False) -> Pictures:
    """The photos of these kinds, ``MOST_PHOTOS`` at most: the first, or the latest."""
    rows = Evidence.objects.filter(issue=issue, kind__in=list(kinds)).select_related("upload", "transition")
    found = list(rows.order_by("-pk" if latest else "pk")[: MOST_PHOTOS + 1])
    total = rows.count() if len(found) > MOST_PHOTOS else len(found)
    shown, size, lost = [], 0, 0
    for row in found[:MOST_PHOTOS]:
        data = _bytes(row)
        lost += data is None
        if data and size + len(data) <= MOST_BYTES:
            size += len(data)
            shown.append(Picture(data, _caption(row)))
    return Pictures(title, tuple(shown), _note(total, len(shown), lost))


def _bytes(row: Evidence) -> bytes | None:
    try:
        return read_bytes(row.upload)
    except (OSError, ValueError):
        return None


def _caption(row: Evidence) -> str:
    taken = row.upload.taken_at or (row.transition.at if row.transition else None)
    return f"{PhotoKind(row.kind).label}　{day(taken) if taken else ''}".strip()


def _note(total: int, shown: int, lost: int) -> str:
    if not total:
        return "没有照片。"
    words = [f"另有照片 {total - shown - lost} 张，见系统。"] if total > shown + lost else []
    return "".join([*words, f"照片 {lost} 张的文件已不在，请联系管理员。" if lost else ""])
