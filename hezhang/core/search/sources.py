"""What is searched: each app registers its kinds of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Model, Q, QuerySet

from hezhang.core.kernel.verdict import YES, Verdict, yes_if
from hezhang.core.kernel.written import watch
from hezhang.core.search.words import Asked

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class Hit(NamedTuple):
    """How a row that was found is shown: what it is called, what else tells it apart, and where it stands."""

    title: str
    line: str
    url: str


@dataclass(frozen=True)
class Source:
    """One kind of rows.

    ``text(row)``: everything it is found by; ``joined`` and ``gathered``: relations that it reads (to one row, to many).
    ``fields``: columns of the row itself that the text is made of; a write to others leaves the entry alone.
    ``leans``: relation paths → the field there whose change makes entries of this kind stale ("river": "name").
    ``follows``: models that point to the row and are told of in its text → the attribute that holds its number.
    ``rows(post)``: the rows in the post's scope, with all that ``hit(row)`` names, first hits by ``order``.
    ``name``: path of what it is called by; rows that have the first word there come before all others.
    ``rank``: of the kind among the others. ``is_large``: so many rows that which of them are meant is asked first.
    ``on_the_row(asked)``: the same asked of the row itself, where words are so common that they are met on the way.
    ``list_url``: the full list, a URL name, which reads ``q`` (and ``list_also``). ``rule``: who may see the kind at all.
    ``also(asked, post)``: rows found by what is no word.
    """

    kind: str
    title: str
    model: type[Model]
    text: Callable[[Any], str]
    rows: Callable[[Post], QuerySet]
    hit: Callable[[Any], Hit]
    fields: frozenset[str]
    list_url: str
    rank: int
    icon: str = "list"
    joined: Sequence[str] = ()
    gathered: Sequence[str] = ()
    name: str = ""
    order: Sequence[str] = ("pk",)
    leans: Mapping[str, str] = field(default_factory=dict)
    follows: Mapping[type[Model], str] = field(default_factory=dict)
    list_also: str = ""
    is_large: bool = False
    on_the_row: Callable[[Asked], Q] | None = None
    rule: Callable[[Post], Verdict] = lambda post: YES
    also: Callable[[Asked, Post], Q | None] = lambda asked, post: None

    @property
    def mark(self) -> str:
        """In front of its grams; that two kinds share one does no harm."""
        return self.kind[0]

    def leaned_on(self) -> Iterator[tuple[type[Model], str]]:
        """(model, field) of each name that stands in the entries."""
        return ((self.model_at(path), name) for path, name in self.leans.items())

    def models(self) -> set[type[Model]]:
        """Whose rows are told of in the entries."""
        return {self.model, *self.follows, *(model for model, _ in self.leaned_on())}

    def model_at(self, path: str) -> type[Model]:
        """The model at the end of a relation path."""
        model: Any = self.model
        for part in path.split("__"):
            model = model._meta.get_field(part).related_model
        return model

    def all_rows(self) -> QuerySet:
        """Every row of the kind, whoever may see it, with what its text reads."""
        return self.model._base_manager.select_related(*self.joined).prefetch_related(*self.gathered)

    def rows_with(self, path: str, key: Any) -> QuerySet:
        """Rows whose text holds the name of that other row."""
        return self.all_rows().filter(pk__in=self.model._base_manager.filter(**{path: key}).order_by().values("pk"))


_sources: dict[str, Source] = {}
_ears: list[Callable[[type[Model]], None]] = []


def register(source: Source) -> Source:
    """Make the kind searched. Whatever writes its rows from now on keeps its entries (keeping.py)."""
    known = _sources.get(source.kind)
    if known is not None and known.model is not source.model:
        raise ValueError(f"two kinds are called {source.kind!r}")
    _sources[source.kind] = source
    watch(source.model, source.fields)
    for model, name in source.leaned_on():
        watch(model, [name])
    for ear in _ears:
        _lend(ear, source)
    return source


def listen(ear: Callable[[type[Model]], None]) -> None:
    """``ear`` is told of each model whose writing is to be heard, now and as kinds are registered."""
    _ears.append(ear)
    for source in every():
        _lend(ear, source)


def _lend(ear: Callable[[type[Model]], None], source: Source) -> None:
    for model in sorted(source.models(), key=lambda one: one._meta.label):
        ear(model)


def find(kind: str) -> Source:
    """The registered kind; KeyError for an unknown one."""
    return _sources[kind]


def every() -> list[Source]:
    """All kinds, in the order in which a page shows them."""
    return sorted(_sources.values(), key=lambda source: source.rank)


def for_post(post: Post) -> list[Source]:
    """The kinds that the post may see."""
    return [source for source in every() if source.rule(post)]


def may_search(post: Post) -> Verdict:
    """Whoever may see one kind at least."""
    return yes_if(for_post(post), "您的岗位没有可以搜索的内容。")
