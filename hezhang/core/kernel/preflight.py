"""Checks of the real machine before service (``manage.py preflight``): each layer adds its own in a module ``preflight``.

@check("数据库")
def database() -> Iterator[Line]:
    yield ok("PostgreSQL 15") if … else wrong("连接不上", "请检查 DATABASE_URL")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.module_loading import autodiscover_modules


class Mark(StrEnum):
    OK = "正常"
    CARE = "注意"
    WRONG = "错误"


@dataclass(frozen=True)
class Line:
    """What was found, and what to do about it."""

    mark: Mark
    found: str
    todo: str = ""


Check = Callable[[], Iterable[Line]]
_checks: dict[str, list[Check]] = {}


def ok(found: str) -> Line:
    return Line(Mark.OK, found)


def care(found: str, todo: str) -> Line:
    return Line(Mark.CARE, found, todo)


def wrong(found: str, todo: str) -> Line:
    return Line(Mark.WRONG, found, todo)


def check(title: str) -> Callable[[Check], Check]:
    """Register a check under a heading; several may share one."""

    def wrap(asked: Check) -> Check:
        if asked not in _checks.setdefault(title, []):
            _checks[title].append(asked)
        return asked

    return wrap


def run() -> Iterator[tuple[str, Line]]:
    """Every line of every check, under its heading. A check that breaks is a line, too, and stops no other."""
    autodiscover_modules("preflight")
    for title, checks in _checks.items():
        for asked in checks:
            try:
                yield from ((title, line) for line in asked())
            except Exception as error:
                yield title, wrong(f"检查没有完成：{' '.join(str(error).split())}", "请按提示处理后重新检查")
