"""What the URL asks of a list. Whatever makes no sense is left aside with a word about it, never an error."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from hezhang.core.web.lists.ordering import Order
from hezhang.core.web.lists.spec import PAGE_SIZES, Column, ListSpec, Tab

if TYPE_CHECKING:
    from hezhang.core.web.models import ListChoice

DENSITIES = {"roomy": "宽松", "normal": "标准", "compact": "紧凑"}


@dataclass
class Asked:
    """The state of a list page, all of it in its URL (columns and density fall back to what the person saved)."""

    spec: ListSpec
    params: QueryDict
    path: str = ""
    tab: Tab | None = None
    column: str = ""
    order: Order = field(default_factory=lambda: Order(("pk",), True))
    size: int = PAGE_SIZES[0]
    columns: list[Column] = field(default_factory=list)
    density: str = "normal"
    notices: list[str] = field(default_factory=list)

    @property
    def after(self) -> str:
        return self.params.get("after", "")

    @property
    def before(self) -> str:
        return self.params.get("before", "")

    @property
    def page(self) -> int:
        """The page that is jumped to; 0 for none. A cursor is nearer to what the reader sees, and wins."""
        wanted = self.params.get("page", "")
        return int(wanted) if wanted.isdecimal() and len(wanted) < 9 and not (self.after or self.before) else 0

    def url(self, *, drop: frozenset[str] | set[str] = frozenset(), **changes: Any) -> str:
        """This page's URL with changes; "" removes a parameter. Any change but a cursor goes back to the first page."""
        # A cursor belongs to one order and one set of rows.
        gone = {"after", "before", "page", "export", "row", *drop, *changes}
        params = QueryDict(mutable=True)
        for name, values in self.params.lists():
            kept = [value for value in values if value]
            if kept and name not in gone:
                params.setlist(name, kept)
        for name, value in changes.items():
            if value:
                params[name] = value
        return f"{self.path}?{params.urlencode()}" if params else self.path

    def conditions_at(self, path: str, *, tab: bool = False) -> str:
        """Another page's address with this list's conditions; and those of its open tab, where asked for."""
        drop = {"tab", "order", "page_size", "columns", "split"} - ({"tab"} if tab else set())
        return replace(self, path=path).url(drop=drop)

    @property
    def is_split(self) -> bool:
        """Whether the list stands beside what is told of one of its rows."""
        return self.spec.beside is not None and self.params.get("split") == "1"

    @property
    def row(self) -> str:
        """The row that is told of beside the list; "" for none."""
        wanted = self.params.get("row", "")
        return wanted if self.is_split and wanted.isdecimal() and len(wanted) < 19 else ""

    @property
    def here(self) -> str:
        """This page itself, without empty parameters."""
        place = str(self.page) if self.page > 1 else ""
        return self.url(after=self.after, before=self.before, page=place, row=self.row)

    def hidden(self) -> list[tuple[str, str]]:
        """What the query form carries along beside the filters."""
        kept = ("tab", "order", "page_size", "columns", "view", "split")
        return [(name, self.params[name]) for name in kept if self.params.get(name)]


def read(spec: ListSpec, params: QueryDict, path: str = "", choice: ListChoice | None = None) -> Asked:
    """Read the URL of a list page; ``choice`` is what the person has saved of this list."""
    asked = Asked(spec=spec, params=params, path=path)
    asked.tab = _tab(asked)
    asked.column, asked.order = _order(asked)
    asked.size = _size(asked)
    asked.columns = _columns(asked, choice)
    if choice is not None and choice.density in DENSITIES:
        asked.density = choice.density
    return asked


def _tab(asked: Asked) -> Tab | None:
    wanted, tabs = asked.params.get("tab", ""), asked.spec.tabs
    if not tabs:
        return None
    found = next((tab for tab in tabs if tab.key == wanted), None)
    if found is None and wanted:
        asked.notices.append("没有这个分类，已显示默认分类。")
    return found or tabs[0]


def _order(asked: Asked) -> tuple[str, Order]:
    """(order as the URL says it, order); a column is named by its key, so that no other field can be asked for."""
    wanted = asked.params.get("order", "")
    paths = {column.key: column.order for column in asked.spec.columns if column.order}
    key = wanted.removeprefix("-")
    if key in paths:
        return wanted, Order(Order.parse(paths[key]).fields, wanted.startswith("-"))
    if wanted:
        asked.notices.append("不能按所给的列排序，已按默认顺序显示。")
    default = asked.tab.order if asked.tab and asked.tab.order else asked.spec.order
    return "", Order.parse(default)


def _size(asked: Asked) -> int:
    wanted = asked.params.get("page_size", "")
    sizes = {str(size): size for size in PAGE_SIZES}
    if wanted and wanted not in sizes:
        asked.notices.append("每页条数只能是 20、50 或 100，已按 20 条显示。")
    return sizes.get(wanted, PAGE_SIZES[0])


def _columns(asked: Asked, choice: ListChoice | None) -> list[Column]:
    """The columns shown, in the order of the spec; the one with the link is always among them."""
    if asked.is_split:
        return [column for column in asked.spec.columns if column.key in asked.spec.narrow]
    known = {column.key for column in asked.spec.columns}
    # The address first, so that a link shows its reader what its sender saw.
    wanted = {key for key in asked.params.get("columns", "").split(",") if key} or set(choice.columns if choice else ())
    if wanted - known and asked.params.get("columns"):
        asked.notices.append("有的列不存在，已略过。")
    wanted &= known
    if not wanted:
        wanted = {column.key for column in asked.spec.columns if column.default}
    wanted.add(asked.spec.link_column)
    return [column for column in asked.spec.columns if column.key in wanted]
