"""Several people who send the same form at the same moment: each has looked before any has written.

In each thread the first INSERT into ``model``'s table waits for those of the others. Where a lock guards the look, the
others never come so far while the first holds it: then the wait ends after a moment, and they go on one by one.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models
from django.test import Client

from hezhang.core.kernel.refusal import Refusal

TIMES = int(
    os.environ.get("SUITE_TIMES", "5")
)  # how often each is tried; they are made to meet, so luck has little part in it
A_MOMENT = 0.05  # seconds that the first of the threads waits for the others
LONG = 20.0


def at_once(acts: list[Callable[[], Any]], model: type[models.Model], patience: float = A_MOMENT) -> list[Any]:
    """What became of each: its result, or the refusal that it met."""
    gate = Barrier(len(acts))

    def _go(act: Callable[[], Any]) -> Any:
        held: list[bool] = []

        def _hold(execute: Any, sql: str, *rest: Any) -> Any:
            if not held and sql.startswith(f'INSERT INTO "{model._meta.db_table}"'):
                held.append(True)
                _meet(gate, patience)
            return execute(sql, *rest)

        try:
            with connection.execute_wrapper(_hold):
                return act()
        except (Refusal, ValidationError, IntegrityError) as wrong:
            return wrong
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(_go, acts))


def _meet(gate: Barrier, patience: float) -> None:
    with suppress(BrokenBarrierError):  # the others wait for a lock
        gate.wait(patience)


def posts(client: Client, url: str, data: dict[str, Any], number: int = 2) -> list[Callable[[], int]]:
    """The same form, sent from so many windows of one person; gives the answers' statuses."""

    def _send() -> int:
        own = Client()
        own.cookies = client.cookies
        return own.post(url, data).status_code

    return [_send] * number


@contextmanager
def without(guard: models.BaseConstraint, model: type[models.Model]) -> Iterator[None]:
    """The table without this guard; everything is emptied before it comes back."""
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, guard)
    try:
        yield
    finally:
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        with connection.schema_editor() as editor:
            editor.add_constraint(model, guard)


def named(model: type[models.Model], name: str) -> models.BaseConstraint:
    """The model's constraint of this name."""
    return next(each for each in model._meta.constraints if each.name == name)
