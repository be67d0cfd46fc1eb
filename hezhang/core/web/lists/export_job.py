"""Long exports in the background: the list is found again by its key, under the post's scope at that time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.urls import get_resolver

from hezhang.core.web import jobs
from hezhang.core.web.lists import registry
from hezhang.core.web.lists.asked import read
from hezhang.core.web.lists.export import KIND, Export
from hezhang.core.web.lists.filtering import apply
from hezhang.core.web.models import Job

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@jobs.handler(KIND)
def export_list(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Write the workbook of a registered list; ``params`` are the list's key, its query string and the row count."""
    entry = find(job.params["list"], job.post)
    asked = read(entry.spec, QueryDict(job.params["query"]))
    # Filters ask their request for the post alone.
    filtered = apply(asked, entry.source(job.post), SimpleNamespace(post=job.post, user=job.post.user))
    # In the scope of the post at this moment: a right that was taken away since the click ends here, too.
    rows = filtered.under(asked.tab, job.post)
    export = Export(job.post, asked, filtered, rows)
    with jobs.output(job, export.name) as stream:
        number = export.write(stream, through=lambda values: jobs.counted(progress, job.params["rows"], values))
    return {"rows": number}


def find(key: str, post: Post) -> registry.Entry:
    """The registered list. Raises JobError when there is none any more."""
    if registry.find(key, post) is None:
        # Lists register where their views are; a worker has not loaded those yet.
        _ = get_resolver().url_patterns
    entry = registry.find(key, post)
    if entry is None:
        raise jobs.JobError("这个列表已不存在，请回到页面重新导出。")
    return entry
