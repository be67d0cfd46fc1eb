"""What is on the screen as a workbook: the same filters, tab, order and columns."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from hezhang.core.accounts import confirming
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.audit.services import record
from hezhang.core.kernel.words import moment_words
from hezhang.core.web import jobs, limits
from hezhang.core.web.excel import XLSX, Sheet, write_table
from hezhang.core.web.lists import registry
from hezhang.core.web.lists.asked import Asked
from hezhang.core.web.lists.cells import excel_kind, excel_writer
from hezhang.core.web.lists.filtering import Filtered
from hezhang.core.web.lists.paging import counts

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

KIND = "list-export"
CHUNK = 2000  # rows read at a time, so that memory stays flat
MOST_AT_ONCE = 5000  # rows that a request waits for; more are a background job
Through = Callable[[Iterator[list[Any]]], Iterable[list[Any]]]


@dataclass(frozen=True)
class Export:
    """Everything a workbook of a list needs; ``rows`` are those of the open tab, filtered and in the post's scope."""

    post: Post
    asked: Asked
    filtered: Filtered
    rows: QuerySet
    ticked: int = 0  # how many rows were ticked one by one; 0: all that match

    @property
    def name(self) -> str:
        return f"{self.asked.spec.title}_{timezone.localdate():%Y%m%d}.xlsx"

    @property
    def scope_words(self) -> str:
        """The conditions in words: what the figures are about (口径)."""
        if self.ticked:
            return f"所选 {self.ticked} 条"
        tab = f"{self.asked.tab.words(self.post)}；" if self.asked.tab else ""
        return f"{tab}{self.filtered.words}"

    @property
    def query(self) -> str:
        """The query string that shows these rows and columns again, whatever the person saves meanwhile."""
        return self.asked.url(columns=",".join(column.key for column in self.asked.columns)).partition("?")[2]

    def write(self, stream: IO[bytes], through: Through = iter) -> int:
        """Write the workbook and the journal row that says what went out, with its hash; returns the rows.

        The rows pass ``through`` a function on their way, which may tell the progress.
        """
        number = write_table(stream, [self.sheet(through)])
        stream.seek(0)
        # What left the house can be told from a changed copy later by its sha256.
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        told = {"list": self.asked.spec.key, "filter": self.scope_words, "rows": number, "sha256": digest}
        record("export", None, post=self.post, label=self.asked.spec.title, after=told)
        return number

    def sheet(self, through: Through = iter) -> Sheet:
        columns, spec = self.asked.columns, self.asked.spec
        return Sheet(
            title=spec.title,
            heading_line=spec.title,
            headings=["序号", *(column.label for column in columns)],
            kinds=["integer", *(excel_kind(column) for column in columns)],
            widths=[6, *(column.width for column in columns)],
            rows=through(self._values()),
            note=f"制表人：{self.post.user.name}　制表时间：{moment_words(timezone.now())}　口径：{self.scope_words}",
        )

    def _values(self) -> Iterator[list[Any]]:
        write = excel_writer(self.asked.columns)
        ordered = self.rows.order_by(*self.asked.order.words())
        for number, row in enumerate(ordered.iterator(chunk_size=CHUNK), start=1):
            yield [number, *write(row)]


def answer_export(request: PostRequest, asked: Asked, filtered: Filtered, rows: QuerySet) -> HttpResponseBase:
    """The workbook; for many rows of a registered list the page of the job that writes it."""
    if asked.spec.personal and (ask := confirming.ask_first(request)) is not None:
        return ask
    if (refused := limits.refuse_export(request)) is not None:
        return refused
    if asked.spec.whole:
        asked.columns = list(asked.spec.columns)
    export = Export(request.post, asked, filtered, rows)
    if registry.find(asked.spec.key, request.post) is None or counts([(rows, MOST_AT_ONCE)])[0] <= MOST_AT_ONCE:
        return download(export)
    # The number for the progress bar; without its order a count is cheaper.
    params = {"list": asked.spec.key, "query": export.query, "rows": rows.order_by().count()}
    job = jobs.start(KIND, f"导出{asked.spec.title}", params, by=export.post)
    return redirect("web:job", job.pk)


# Bytes of a workbook that is kept in memory; a longer one goes to disk.
IN_MEMORY = 8 * 1024 * 1024


def download(export: Export) -> FileResponse:
    """The workbook, written now."""
    stream = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        export.write(stream)
    except BaseException:
        stream.close()
        raise
    return FileResponse(stream, as_attachment=True, filename=export.name, content_type=XLSX)
