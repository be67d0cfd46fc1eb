"""Large selections in the background."""

from __future__ import annotations

from typing import Any

from hezhang.core.accounts.models import Post
from hezhang.core.web import jobs
from issues.batches.models import Selection
from issues.batches.services import KIND, carry_on


@jobs.handler(KIND)
def run_batch(job: jobs.Job, progress: jobs.Progress) -> dict[str, Any]:
    """May run again after its worker died: only what waits is carried out."""
    selection = (
        Selection.objects.filter(pk=job.params["selection"]).select_related("post__user", "post__region").first()
    )
    if selection is None or not Post.objects.current().filter(pk=selection.post_id).exists():
        raise jobs.JobError("选定的问题已不在，或您的岗位已结束，未办的没有再办。")
    carry_on(selection, progress=progress)
    return {"rows": selection.rows.count()}
