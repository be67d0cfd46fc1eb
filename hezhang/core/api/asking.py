"""What the address asks of a door: the list's own filters, an order, a page. What makes no sense is told, never left aside."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django_filters import ModelChoiceFilter

from hezhang.core.api.problems import Misasked
from hezhang.core.kernel.words import shortened
from hezhang.core.web.lists.filtering import parameters
from hezhang.core.web.lists.ordering import Order
from hezhang.core.web.lists.paging import Page, is_cursor, page_of
from hezhang.core.web.lists.spec import ListSpec

if TYPE_CHECKING:
    from datetime import date

    from hezhang.core.accounts.models import Post

SIZE, MOST = 100, 500
BY_KEY = "：编号（id），区划为代码"


@dataclass(frozen=True)
class Chosen:
    """Rows as asked, and the page of them."""

    page: Page
    next_url: str


def names_of(spec: ListSpec) -> dict[str, str]:
    """Every parameter of the list by its name, with the words that the list's page has for it."""
    found: dict[str, str] = {}
    if spec.filterset:
        # Copies: a filter keeps the field that it has made once, and with it the choices of whoever asked first.
        for name, filter_ in deepcopy(spec.filterset.base_filters).items():
            words = str(filter_.label or name) + (BY_KEY if isinstance(filter_, ModelChoiceFilter) else "")
            found |= dict.fromkeys(sorted(parameters(name, filter_.field)), words)
    return found


def choices_of(spec: ListSpec, name: str) -> dict[str, str]:
    """The words that the filter takes, with their labels; empty for one without choices."""
    filters = spec.filterset.base_filters if spec.filterset else {}
    some = filters[name].extra.get("choices", ()) if name in filters else ()
    # An enumeration, a function (the years up to now), or the pairs themselves.
    pairs = getattr(some, "choices", None) or (some() if callable(some) else some)
    return {str(key): str(label) for key, label in pairs}


def values_of(spec: ListSpec) -> dict[str, list[str]]:
    """The words that each filter with choices takes."""
    names = spec.filterset.base_filters if spec.filterset else {}
    return {name: list(found) for name in names if (found := choices_of(spec, name))}


def orders_of(spec: ListSpec) -> dict[str, str]:
    """What may be sorted by: the list's columns, by their keys."""
    return {column.key: column.order for column in spec.columns if column.order}


def known_only(request: HttpRequest, known: set[str]) -> None:
    """Refuse a name that nobody would heed: a mistyped filter would answer with everything."""
    wrong = sorted(set(request.GET) - known)
    if wrong:
        told = "、".join(sorted(known)) or "（没有参数）"
        raise Misasked(f"没有这个参数：{'、'.join(shortened(word, 40) for word in wrong[:5])}。可用的参数有：{told}。")


def filtered(request: Any, spec: ListSpec, rows: QuerySet) -> QuerySet:
    """As the list's page would; a value that it cannot read is told by the field's name."""
    if spec.filterset is None:
        return rows
    filterset = spec.filterset(request.GET, queryset=rows, request=request)
    for name, words in filterset.form.errors.items():
        raise Misasked(f"参数 {name} 的值不正确：{words[0]}")
    return filterset.qs


def tabbed(request: HttpRequest, spec: ListSpec, rows: QuerySet, post: Post) -> QuerySet:
    """``tab``: one of the list's tabs; all rows of the list without it."""
    wanted = request.GET.get("tab", "")
    if not wanted:
        return rows
    tab = next((each for each in spec.tabs if each.key == wanted), None)
    if tab is None:
        raise Misasked(f"参数 tab 的值不正确，可用：{'、'.join(each.key for each in spec.tabs)}。")
    return tab.of(rows, post)


def paged(request: HttpRequest, spec: ListSpec, rows: QuerySet) -> Chosen:
    """The page behind ``after``; ``next_url`` leads to the one behind it, "" on the last."""
    order, after, key = _order(request, spec), request.GET.get("after", ""), f"api-{spec.key}"
    if after and not is_cursor(after, rows, order, key):
        raise Misasked("参数 after 不正确，或与所给的 order 不符。请从第一页读起，并照用回答中的 next。")
    page = page_of(rows, order, size_asked(request), after, "", key)
    return Chosen(page, _next_url(request, page.after))


def _order(request: HttpRequest, spec: ListSpec) -> Order:
    wanted, known = request.GET.get("order", ""), orders_of(spec)
    if not wanted:
        return Order.parse(spec.order)
    path = known.get(wanted.removeprefix("-"))
    if path is None:
        raise Misasked(f"不能按 {shortened(wanted, 40)} 排序，可用：{'、'.join(known)}，前面加 - 为倒序。")
    return Order(Order.parse(path).fields, wanted.startswith("-"))


def size_asked(request: HttpRequest) -> int:
    wanted = request.GET.get("page_size", "") or str(SIZE)
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 5 and 1 <= int(wanted) <= MOST):
        raise Misasked(f"参数 page_size 应为 1 到 {MOST} 的整数。")
    return int(wanted)


def _next_url(request: HttpRequest, after: str) -> str:
    if not after:
        return ""
    params = request.GET.copy()
    params["after"] = after
    return request.build_absolute_uri(f"{request.path}?{params.urlencode()}")


def day_asked(request: HttpRequest, today: date) -> date:
    """``on=2026-03-01``; today without it."""
    wanted = request.GET.get("on", "")
    try:
        day = parse_date(wanted) if wanted else today
    except ValueError:
        day = None
    if day is None:
        raise Misasked("参数 on 应为日期，如 2026-03-01。")
    return day
