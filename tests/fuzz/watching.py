"""What a request asks of its parameters, and what it leaves in the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

WRITES = re.compile(r'(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)


@dataclass
class Asked:
    """What a view (or a form, a filter, a formset of its) has looked up, and where: the resolver's own, too."""

    looked: list[tuple[Any, Any]] = field(default_factory=list)

    def query(self, request: HttpRequest) -> set[str]:
        return self._in(request, {id(request.POST)})

    def words(self, request: HttpRequest) -> set[str]:
        """Of a form's data, or of a copy of it."""
        return self._in(request, {id(request.GET)}) if request.method == "POST" else set()

    def files(self, request: HttpRequest) -> set[str]:
        return {name for of, name in self.looked if of is request.FILES}

    def _in(self, request: HttpRequest, others: set[int]) -> set[str]:
        looked = {name for of, name in self.looked if isinstance(of, QueryDict) and id(of) not in others}
        return {name for name in looked if isinstance(name, str)} - {"csrfmiddlewaretoken"}


@contextmanager
def asking() -> Iterator[Asked]:
    """Every name that is looked up meanwhile in a query string, in a form's data or among its files."""
    asked = Asked()

    def noting(method: str) -> Any:
        plain = getattr(MultiValueDict, method, None) or getattr(dict, method)

        def look_up(self: Any, name: Any, *args: Any, **more: Any) -> Any:
            asked.looked.append((self, name))
            return plain(self, name, *args, **more)

        return look_up

    methods = ("__getitem__", "__contains__", "get", "getlist", "pop")
    kept = {name: MultiValueDict.__dict__.get(name) for name in methods}
    for name in methods:
        setattr(MultiValueDict, name, noting(name))
    try:
        yield asked
    finally:
        for name, method in kept.items():
            if method is None:
                delattr(MultiValueDict, name)
            else:
                setattr(MultiValueDict, name, method)


@contextmanager
def writing() -> Iterator[set[str]]:
    """Tables that are written to meanwhile, also where it is taken back."""
    tables: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        tables.update(WRITES.findall(sql[:200]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


class Rows:
    """Tables with all that stands in them."""

    def __init__(self) -> None:
        self.models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}

    def of(self, tables: set[str]) -> dict[str, list[str]]:
        known = tables & set(self.models)
        return {table: sorted(map(repr, self.models[table]._base_manager.values_list())) for table in known}
