"""What a list page is made of: columns, tabs, tools, and how the rows are filtered and ordered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet
from django_filters import FilterSet

from hezhang.core.kernel.verdict import Verdict

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

KINDS = frozenset({"text", "date", "datetime", "number", "html"})
# Words of the URL that the kit keeps for itself: no filter may be called so.
RESERVED = frozenset(
    {"tab", "order", "page_size", "after", "before", "columns", "export", "page", "view", "split", "row"}
)
# What users of 若依 and Ant Design expect.
PAGE_SIZES = (20, 50, 100)
Value = str | Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """One column of a list.

    ``value``: an attribute path ("river.name", "get_state_display") or a callable of the row.
    ``order``: a field path of the database ("found_at", "river__name") that is never null; empty: not sortable.
    ``kind``: text, date, datetime, number or html (safe markup; then ``excel`` gives the plain value).
    ``width``: characters in the workbook; from 30 on the cell may wrap on the screen.
    ``on_phone``: whether the row's card on a narrow screen shows it; the row's page has everything.
    """

    key: str
    label: str
    value: Value
    order: str = ""
    kind: str = "text"
    default: bool = True
    width: int = 0
    excel: Value | None = None
    on_phone: bool = True

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"column {self.key}: unknown kind {self.kind!r}")


@dataclass(frozen=True)
class Tab:
    """A state tab: which rows (the filter gets the scoped and filtered rows), and optionally its own order.

    ``mine``: of these rows those of the reader, for a tab that differs from post to post (待我办).
    ``named``: its label for the reader, where a setting of the district stands in it.
    ``holds``: of a filter the only values that its rows have, e.g. ``{"state": OPEN_STATES}``. Asked for another value the
    tab is empty, without the database going through half a million open rows to find no closed one.
    """

    key: str
    label: str
    filter: Callable[[QuerySet], QuerySet] = lambda rows: rows
    order: str = ""
    mine: Callable[[QuerySet, Post], QuerySet] | None = None
    named: Callable[[Post], str] | None = None
    holds: Mapping[str, Collection[str]] = field(default_factory=dict, hash=False)

    def words(self, post: Post) -> str:
        return self.named(post) if self.named else self.label

    def of(self, rows: QuerySet, post: Post) -> QuerySet:
        """The tab's rows, as the post reads them."""
        kept = self.filter(rows)
        return self.mine(kept, post) if self.mine else kept


class Action(NamedTuple):
    """What the 操作 column offers on a row: a page that opens, or (``press``) a step that is carried out at once."""

    label: str
    url: str
    press: bool = False


class Bulk(NamedTuple):
    """What may be done with the rows that are ticked: the button's value and its word.

    ``url``: where it leads, when not to the list's ``bulk_url``; ``at_once``: also when nothing is ticked.
    """

    value: str
    label: str
    url: Any = ""
    at_once: bool = False


@dataclass(frozen=True)
class Tool:
    """A button above the table; drawn only for posts that its rule lets through.

    ``keeps``: its page is about the rows as they are filtered, so its address takes the list's conditions along;
    ``keeps_tab``: and those of its open tab alone. ``more``: what is needed less often, folded behind 更多.
    ``way``: another way of seeing the same rows, beside 表格.
    """

    label: str
    url: Any
    icon: str = ""
    primary: bool = False
    rule: Callable[[Post], Verdict] | None = None
    keeps: bool = False
    keeps_tab: bool = False
    more: bool = False
    way: bool = False


@dataclass(frozen=True)
class ListSpec:
    """A list page.

    ``order``: field paths separated by commas, all in one direction, "-" in front for descending; the primary key
    breaks ties. ``primary``: how many filters show before 展开. ``row_url(row)``: where the first text column leads.
    ``row_actions(row, post)``: the 操作 column, (label, url) pairs or Actions. ``toolbar``: tools, or a callable of the post.
    ``empty``: what the page says when there is nothing at all. ``personal``: an export takes personal data out of the
    house, and asks first who takes it. ``whole``: the workbook has every column, whichever of them the screen shows.
    ``bulk(post)``: what may be done with ticked rows; they are sent to ``bulk_url`` (``verb``, ``rows``, or ``all`` and
    the list's own ``query``; see ``chosen``). ``views``: it may be saved as it stands, under a name. ``beside(row)``:
    the address of what is told of a row beside the list (对照, ``?split=1``); ``narrow``: the columns that are left then.
    """

    key: str
    title: str
    columns: Sequence[Column]
    filterset: type[FilterSet] | None = None
    order: str = "-pk"
    primary: int = 3
    row_url: Callable[[Any], str] | None = None
    tabs: Sequence[Tab] = ()
    toolbar: Sequence[Tool] | Callable[[Post], Iterable[Tool]] = ()
    row_actions: Callable[[Any, Post], Iterable[Action | tuple[str, str]]] | None = None
    empty: str = "还没有记录"
    export: bool = True
    personal: bool = False
    whole: bool = False
    bulk: Callable[[Post], Iterable[Bulk]] | None = None
    bulk_url: Any = ""
    views: bool = False
    beside: Callable[[Any], str] | None = None
    narrow: Sequence[str] = ()

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"list {self.key}: a column key occurs twice")
        taken = RESERVED & set(self.filterset.base_filters if self.filterset else ())
        if taken:
            raise ValueError(f"list {self.key}: the filters {sorted(taken)} use reserved names")

    @property
    def link_column(self) -> str:
        """Key of the column that carries the row's link: the first text column (else the first)."""
        return next((column.key for column in self.columns if column.kind == "text"), self.columns[0].key)

    def tools_for(self, post: Post) -> list[Tool]:
        """The tools this post may use."""
        tools = self.toolbar(post) if callable(self.toolbar) else self.toolbar
        return [tool for tool in tools if tool.rule is None or tool.rule(post)]
