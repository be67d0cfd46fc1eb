"""What wakes the boards up, and the job that prints many. May run twice or late without harm."""

from __future__ import annotations

from collections.abc import Iterator

from celery import shared_task
from django.utils import timezone

from hezhang.core.web.drawn import Sheet, pdf
from hezhang.core.web.jobs import JobError, Progress, handler, output
from hezhang.core.web.models import Job
from rivers.boards.facts.batch import chosen, sheets_in_order
from rivers.boards.models import Signboard
from rivers.boards.services import settle

MOST = 3000  # boards in one file


@shared_task(name="rivers.settle_boards")
def settle_boards() -> int:
    """Compare every board with the registry once more: what changes without a word of its own (a day that has come)."""
    return settle(Signboard.objects.all())


@handler("boards-print")
def print_boards(job: Job, progress: Progress) -> dict[str, int]:
    """One PDF with the sides of the chosen boards, as they are to be printed today."""
    asked, today = job.params, timezone.localdate()
    rows = chosen(job.post, asked["which"], asked["town"], today)
    pks = list(rows.order_by("code").values_list("pk", flat=True)[: MOST + 1])
    if not pks:
        raise JobError("没有符合条件的公示牌，请换一个范围。")
    if len(pks) > MOST:
        raise JobError(f"一次最多打印 {MOST} 块，请按乡镇分几次打印。")

    def told() -> Iterator[Sheet]:
        for done, sheet in sheets_in_order(pks, today, asked["site"]):
            progress(done, len(pks))
            yield sheet

    with output(job, f"公示牌牌面_{today:%Y%m%d}.pdf") as stream:
        for piece in pdf(told()):
            stream.write(piece)
    return {"boards": len(pks)}
