"""A list page: the query form, tabs, tools, the table, the pager."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString

from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.queries import COUNT_CAP, count_words
from hezhang.core.web import limits
from hezhang.core.web.context import shell_of
from hezhang.core.web.lists.asked import DENSITIES, Asked, read
from hezhang.core.web.lists.cells import actions_markup, row_writer
from hezhang.core.web.lists.export import answer_export
from hezhang.core.web.lists.filtering import Filtered, apply
from hezhang.core.web.lists.paging import Page, counts, page_at, page_of
from hezhang.core.web.lists.saved import NONE, Views, apply_density, open_default, views_of
from hezhang.core.web.lists.spec import PAGE_SIZES, ListSpec, Tool
from hezhang.core.web.models import ListChoice
from hezhang.core.web.pages import answer, wants_part

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

TEMPLATE = "components/list.html"
# Three digits fit the tab; the exact number stands below the table once it is open.
TAB_CAP = 999


@dataclass
class Listing:
    """All that the list's template shows; nothing here asks the database again."""

    asked: Asked
    filtered: Filtered
    page: Page
    post: Post
    numbers: list[int]
    views: Views = field(default_factory=Views)

    @property
    def spec(self) -> ListSpec:
        return self.asked.spec

    @cached_property
    def total(self) -> int:
        """Rows of the open tab, counted up to the cap + 1."""
        if not self.spec.tabs:
            return self.numbers[0]
        return self.numbers[list(self.spec.tabs).index(self.asked.tab)]  # type: ignore[arg-type]

    @property
    def total_words(self) -> str:
        return count_words(self.total)

    @property
    def empty_words(self) -> str:
        """An empty tab is not an empty list."""
        tab = self.asked.tab
        return f"“{tab.words(self.post)}”里没有记录" if tab and any(self.numbers) else self.spec.empty

    @property
    def range_words(self) -> str:
        return f"{self.page.first}–{self.page.first + len(self.page.rows) - 1}" if self.page.rows else ""

    def tabs(self) -> Iterator[dict[str, Any]]:
        for tab, number in zip(self.spec.tabs, self.numbers, strict=False):
            yield {
                "label": tab.words(self.post),
                "count": count_words(number, TAB_CAP),
                "url": self.asked.url(tab=tab.key),
                "active": tab is self.asked.tab,
            }

    def heads(self) -> Iterator[dict[str, str]]:
        """The table's head; a sortable column goes round: up, down, as it was."""
        for column in self.asked.columns:
            css = "num" if column.kind == "number" else ""
            if not column.order:
                yield {"label": column.label, "css": css, "url": "", "sort": "", "aria": ""}
                continue
            sort = {column.key: "up", f"-{column.key}": "down"}.get(self.asked.column, "")
            nxt = {"": column.key, "up": f"-{column.key}", "down": ""}[sort]
            aria = {"up": "ascending", "down": "descending"}.get(sort, "none")
            yield {"label": column.label, "css": css, "url": self.asked.url(order=nxt), "sort": sort, "aria": aria}

    def rows(self) -> Iterator[tuple[int, Any, SafeString, SafeString, str]]:
        """(number, key, cells, actions, address of what is told beside) of each row; the formatting is done here, so that the template is one flat loop."""
        write = row_writer(self.asked.columns, self.spec.link_column, self.spec.row_url)
        actions, beside = self.spec.row_actions, self.spec.beside
        for number, row in enumerate(self.page.rows, start=self.page.first):
            told = beside(row) if beside and self.asked.is_split else ""
            done = actions_markup(actions(row, self.post)) if actions and self.has_actions else SafeString()
            yield number, row.pk, write(row), done, told

    @cached_property
    def _tools(self) -> list[Tool]:
        return [
            replace(tool, url=self.asked.conditions_at(str(tool.url), tab=tool.keeps_tab)) if tool.keeps else tool
            for tool in self.spec.tools_for(self.post)
        ]

    @property
    def tools(self) -> list[Tool]:
        """The buttons that stand open."""
        return [tool for tool in self._tools if not (tool.more or tool.way)]

    @property
    def more_tools(self) -> list[Tool]:
        """What is folded behind 更多."""
        return [tool for tool in self._tools if tool.more]

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """The ways of seeing these rows: (word, address, whether it is this one); none where there is only one."""
        others = [(tool.label, str(tool.url), False) for tool in self._tools if tool.way]
        if self.spec.beside is not None:
            others.insert(0, ("对照", self._in_place(split="1"), self.asked.is_split))
        return others and [("表格", self._in_place(split=""), not self.asked.is_split), *others]

    def _in_place(self, split: str) -> str:
        """The very page that is open, seen the one way or the other."""
        place = str(self.asked.page) if self.asked.page > 1 else ""
        return self.asked.url(split=split, after=self.asked.after, before=self.asked.before, page=place)

    @property
    def first_tool(self) -> Any:
        """What an empty page offers to do."""
        return next((tool for tool in self.tools if tool.primary), None)

    @property
    def has_actions(self) -> bool:
        """Whether there is a 操作 column (a template would call the function itself)."""
        return self.spec.row_actions is not None and not self.asked.is_split

    @cached_property
    def view_lines(self) -> list[dict[str, Any]]:
        return list(self.views.lines(self.asked))

    @property
    def open_view(self) -> Any:
        return self.views.open(self.asked)

    @property
    def view_url(self) -> str:
        """This page as a view keeps it: with its columns spelled out, and without a place in it."""
        columns = "" if self.asked.is_split else ",".join(column.key for column in self.asked.columns)
        return self.asked.url(columns=columns, split="")

    @cached_property
    def bulk(self) -> list[Any]:
        """What may be done with ticked rows."""
        return list(self.spec.bulk(self.post)) if self.spec.bulk else []

    @property
    def query(self) -> str:
        """This page's query string, cursor and all: what the bulk form sends along, and what leads back here."""
        return self.asked.here.partition("?")[2]

    @property
    def pages(self) -> int:
        """How many pages there are, as far as rows are counted."""
        return -(-min(self.total, COUNT_CAP) // self.asked.size)

    @property
    def page_number(self) -> int:
        return (self.page.first - 1) // self.asked.size + 1

    @cached_property
    def jump_hidden(self) -> list[tuple[str, str]]:
        """What the form of the page jump carries along: the whole address but its place."""
        gone = {"after", "before", "page", "export"}
        return [
            (name, value) for name, values in self.asked.params.lists() if name not in gone for value in values if value
        ]

    @cached_property
    def fields(self) -> list[Any]:
        form = self.filtered.form
        return list(form) if form is not None else []

    @property
    def visible_fields(self) -> list[Any]:
        return self.fields[: self.spec.primary]

    @property
    def more_fields(self) -> list[Any]:
        return self.fields[self.spec.primary :]

    @property
    def more_open(self) -> bool:
        """The folded filters are unfolded while one of them is at work."""
        chosen = {chip.name for chip in self.filtered.chips}
        return any(field.name in chosen for field in self.more_fields)

    def columns(self) -> Iterator[dict[str, Any]]:
        """For the column choice; the column with the link cannot be hidden."""
        shown = {column.key for column in self.asked.columns}
        for column in self.spec.columns:
            yield {
                "key": column.key,
                "label": column.label,
                "shown": column.key in shown,
                "fixed": column.key == self.spec.link_column,
            }

    def densities(self) -> Iterator[tuple[str, str, bool]]:
        for key, words in DENSITIES.items():
            yield key, words, key == self.asked.density

    def sizes(self) -> Iterator[tuple[int, str, bool]]:
        for size in PAGE_SIZES:
            yield size, self.asked.url(page_size=str(size)), size == self.asked.size

    @property
    def first_url(self) -> str:
        return self.asked.url()

    @property
    def after_url(self) -> str:
        return self.asked.url(after=self.page.after) if self.page.after else ""

    @property
    def before_url(self) -> str:
        return self.asked.url(before=self.page.before) if self.page.before else ""

    @property
    def export_url(self) -> str:
        return self.asked.url(export="xlsx", split="") if self.spec.export else ""

    @property
    def clear_url(self) -> str:
        """Without any condition, but in the same tab and order."""
        names = set(self.asked.params) - {"tab", "order", "page_size", "columns", "split"}
        return self.asked.url(drop=names, view=NONE if self.views.default else "")

    @property
    def saved_url(self) -> str:
        """Where saving the columns leads: this page with the choice now saved rather than in the URL."""
        return self.asked.url(columns="")


def asked_rows(
    request: PostRequest, spec: ListSpec, queryset: QuerySet, *, path: str, own: frozenset[str] | set[str] = frozenset()
) -> tuple[Asked, Filtered]:
    """For a page about a list's rows (``Tool.keeps``): what is asked of the list at ``path``, and the rows of all its tabs.

    ``own``: parameters of the page itself, which are none of the list's.
    """
    params = request.GET.copy()
    for name in own:
        params.pop(name, None)
    asked = read(spec, params, path)
    return asked, apply(asked, queryset, request)


def show(request: PostRequest, spec: ListSpec, queryset: QuerySet, **context: Any) -> HttpResponseBase:
    """Answer with the list page, its #list part for htmx, or the workbook (``?export=xlsx``).

    ``queryset`` is already in the post's scope. ``context`` goes to the template; ``template`` names a page of your
    own that extends components/list.html. Four queries at most: the saved choice, the counts, the rows (and their
    prefetches), and one per model-choice filter.
    """
    if (refused := limits.refuse_page(request)) is not None:
        return refused
    post = request.post
    choice = ListChoice.objects.visible_to(post).filter(page=spec.key).first()
    views = views_of(post, spec.key, choice) if spec.views else Views()
    if (default := open_default(request, views)) is not None:
        return default
    asked = read(spec, request.GET, request.path, choice)
    apply_density(asked, views)
    filtered = apply(asked, queryset, request)
    rows = filtered.under(asked.tab, post)
    if spec.export and asked.params.get("export"):
        return answer_export(request, asked, filtered, rows)
    listing = Listing(asked, filtered, _page(asked, rows), post, _numbers(asked, filtered, rows, post), views)
    template = context.pop("template", TEMPLATE)
    context.setdefault("shell", shell_of(request))
    context.update(listing=listing)
    response = answer(request, TEMPLATE if wants_part(request) else template, context, partial="list")
    if wants_part(request):
        # Without empty parameters: the address is sent around, and read.
        response["HX-Push-Url"] = asked.here
    return response


def _page(asked: Asked, rows: QuerySet) -> Page:
    if asked.page > 1:
        last = COUNT_CAP // asked.size
        page = page_at(rows, asked.order, asked.size, min(asked.page, last), asked.spec.key)
        if page.lost or asked.page > last:
            asked.notices.append("没有这一页，已显示最近的一页。" if not page.lost else "没有这一页，已回到第一页。")
        return page
    page = page_of(rows, asked.order, asked.size, asked.after, asked.before, asked.spec.key)
    if page.lost and page.rows:
        asked.notices.append("这一页的位置已失效，已回到第一页。")
    return page


def _numbers(asked: Asked, filtered: Filtered, rows: QuerySet, post: Post) -> list[int]:
    """Counts of all tabs (capped low, but for the open one), or of the only rows there are."""
    if not asked.spec.tabs:
        return counts([(rows, COUNT_CAP)])
    caps = {tab: COUNT_CAP if tab is asked.tab else TAB_CAP for tab in asked.spec.tabs}
    return counts([(filtered.under(tab, post), cap) for tab, cap in caps.items()])
