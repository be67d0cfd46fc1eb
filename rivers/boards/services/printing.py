"""Printing many boards at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.core.web import jobs

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.web.models import Job


def print_signboards(which: str, town: str, site: str, *, by: Post) -> Job:
    """Start the job that writes one PDF: ``which`` is stale, overdue or all; ``town`` a region's code, "" for all."""
    return jobs.start("boards-print", "批量打印公示牌牌面", {"which": which, "town": town, "site": site}, by=by)
