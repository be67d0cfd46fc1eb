"""Every URL × method, reached by somebody who may: what it asks for, and what its form would send.

Nothing is listed: the URLs come from the resolver, their rows from the scope matrix, the names of parameters and
fields from watching what the view looks up, and decent values from the forms on the answered page.
"""

import random
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.urls import get_resolver, reverse
from django.utils import timezone

from tests.fuzz.sending import Sender
from tests.fuzz.values import BOOK, PICTURE
from tests.fuzz.watching import Asked
from tests.guards.test_scope_matrix import NAMED, RECIPES, arguments, walk
from tests.guards.test_urls_guarded import PUBLIC

STRANGER = ""
TURNS = 6  # in which what a form would send is found, by its own errors
# The row of a formset that is not there until it is told of: drawings0-name, f0-item.
FIRST_ROW = re.compile(r"\D*0-\w+")
SHUT = {403, 404, 405, 409}


@dataclass
class Door:
    """``plain``: what its form would send, by name; ``names``, ``files``, ``query``: all that its view looks up;
    ``at``: what its address must hold for it to open."""

    name: str
    method: str
    member: str
    kwargs: dict[str, Any]
    plain: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    query: set[str] = field(default_factory=set)
    at: dict[str, str] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    takes_plain: bool = False
    is_open: bool = False

    @property
    def url(self) -> str:
        return reverse(self.name, kwargs=self.kwargs)

    @property
    def reads_only(self) -> bool:
        """Whether a POST is answered as a GET would be."""
        return self.method == "post" and not self.names | self.files

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def urls(under: str = "") -> list[tuple[str, set[str]]]:
    return sorted(each for each in walk(get_resolver().url_patterns) if each[0].startswith(under))


class Finder:
    """Looks for somebody to whom a URL opens, and for a row that is in the right state."""

    def __init__(self, sender: Sender, members: list[str], spare: dict[str, list[Any]]) -> None:
        self.sender, self.members, self.spare = sender, list(members), spare

    def doors(self, name: str, wanted: set[str]) -> Iterator[Door]:
        """Of both methods, as the first who may enter; a shut one as who tried last."""
        entered: Door | None = None
        for method in ("get", "post"):
            for door, answer, asked in self._tries(name, wanted, method, entered):
                if answer.status_code == 405:  # to whomever
                    break
                if self._opens(answer):
                    entered, door.is_open = door, True
                    self._remember(door.member)
                    yield self._learn(door, answer, asked)
                    break
            else:
                yield self._note(door, answer, asked)

    def _remember(self, member: str) -> None:
        """Who enters here is likely to enter next door."""
        self.members.sort(key=lambda each: each != member)

    def _tries(
        self, name: str, wanted: set[str], method: str, entered: Door | None
    ) -> Iterator[tuple[Door, Any, Asked]]:
        """Where one has just entered; then the row of the scope matrix, as everybody, who on coming too late tries the rows
        in other states; then those rows as all the others."""
        if entered:
            door = Door(name, method, entered.member, entered.kwargs, plain=dict(entered.at), at=entered.at)
            yield door, *self._ask(door)
        rows = self.sender.world.rows["own"]
        # What is shared is given whether the URL has an argument or is its shorter sister of the same name.
        kwargs = {arg: value for arg, value in (arguments(name, wanted, rows) or {}).items() if arg in wanted}
        members = [STRANGER, *self.members] if name in PUBLIC else list(self.members)
        early: list[Door] = []
        for member in members:
            door = Door(name, method, member, kwargs)
            answer, asked = self.sender.ask(member, method, door.url)
            # Who has found the one row may look for the next.
            while (
                answer.status_code in (400, 403, 404) and (hint := self._hint(member, asked, answer)).keys() - door.at
            ):
                door.at = door.at | hint
                door.plain = dict(door.at)
                answer, asked = self._ask(door)
            yield door, answer, asked
            if answer.status_code == 409:
                yield from self._in_other_states(door)
            else:
                early.append(door)
        for door in early:
            yield from self._in_other_states(door)

    def _in_other_states(self, tried: Door) -> Iterator[tuple[Door, Any, Asked]]:
        """The same member's doors to the spare rows."""
        at = dict(tried.at)
        for other in self._others(tried.name, tried.kwargs):
            door = Door(tried.name, tried.method, tried.member, other)
            yield door, *self._ask(door)
        for named in self._named_others(at):
            door = Door(tried.name, tried.method, tried.member, tried.kwargs, plain=dict(named), at=named)
            yield door, *self._ask(door)

    def _named_others(self, at: dict[str, str]) -> Iterator[dict[str, str]]:
        """Spare rows in the place of one that the address names: which is there, but not in the state that is wanted."""
        for name in at:
            for pk in self.spare.get(name, ()):
                yield {**at, name: str(pk)}

    def _others(self, name: str, kwargs: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The arguments of spare rows."""
        for arg in kwargs:
            for pk in self.spare.get(NAMED.get(arg) or RECIPES.get(name) or arg, ()):
                yield {**kwargs, arg: pk}

    def _elsewhere(self, door: Door) -> tuple[Any, Asked] | None:
        """The same on a row where the step is not over: an empty form is refused for its emptiness, in any state."""
        for other in self._others(door.name, door.kwargs):
            answer, asked = self._ask(replace(door, kwargs=other))
            if self._opens(answer):
                door.kwargs = other
                return answer, asked
        return None

    def _ask(self, door: Door) -> tuple[Any, Asked]:
        return self.sender.ask(door.member, door.method, door.url, door.plain, door.at)

    def _hint(self, member: str, asked: Asked, answer: Any) -> dict[str, Any]:
        """Rows for what the view missed, where it calls them as the scope matrix does."""
        rows = dict(self.sender.world.rows["own"])
        if member:
            rows["post"] = self.sender.world.cast[member].pk
        names = asked.query(answer.wsgi_request) | asked.words(answer.wsgi_request)
        return {name: str(rows[name]) for name in sorted(names & set(rows))}

    def _opens(self, answer: Any) -> bool:
        to = answer.headers.get("Location", "")
        is_turned_away = "next=" in to or to.startswith(reverse("accounts:confirm"))
        return answer.status_code not in SHUT and not is_turned_away

    def _learn(self, door: Door, answer: Any, asked: Asked) -> Door:
        """Ask again with what the page's forms hold, since a filled form looks up more (rows of a formset)."""
        self._note(door, answer, asked)
        if door.method == "get" or door.reads_only:
            return door
        page, _ = self.sender.ask(door.member, "get", door.url, at=door.at)
        if page.status_code == 200:  # its form knows better what to begin with than the one that was sent empty
            door.plain |= samples(page)
        if PICTURE in (door.plain | samples(answer)).values():
            self.sender.keep_picture(door.member)
        for turn in range(TURNS):
            told, more = self._ask(door)
            if told.status_code == 409:
                told, more = self._elsewhere(door) or (told, more)
            self._note(door, told, more)
            door.takes_plain = told.status_code in (200, 302)
            if turn and (door.takes_plain or not (better := other_samples(told, turn))):
                break
            door.plain |= better if turn else {}
        return door

    def _note(self, door: Door, answer: Any, asked: Asked) -> Door:
        request = answer.wsgi_request
        door.query |= asked.query(request)
        door.names |= asked.words(request) if door.method == "post" else door.query
        door.files |= asked.files(request)
        known = samples(answer)
        door.plain = known | door.plain
        door.plain |= {name: known[name] for name in door.guessed & set(known)}
        for name in door.names - set(door.plain):
            if FIRST_ROW.fullmatch(name) or name.endswith("_FORMS"):
                door.plain[name] = "0" if name.endswith("INITIAL_FORMS") else "1"
                door.guessed.add(name)
        door.plain = {name: value for name, value in door.plain.items() if name in door.names | door.files}
        return door


def samples(answer: Any) -> dict[str, Any]:
    """What the forms of the answered page would send."""
    found: dict[str, Any] = {}
    for form in _forms(answer.context):
        for name, box in form.fields.items():
            value = _sample(form, name, box)
            if value is not None:
                found[form.add_prefix(name)] = value
    return found


def _forms(context: Any) -> Iterator[forms.BaseForm]:
    seen: set[int] = set()
    for layer in context or ():
        for each in layer if isinstance(layer, list) else [layer]:
            for value in (each.flatten() if hasattr(each, "flatten") else each).values():
                value = getattr(value, "form", value)
                inner = value.forms if isinstance(value, BaseFormSet) else [value]
                for form in inner:
                    if isinstance(form, forms.BaseForm) and id(form) not in seen:
                        seen.add(id(form))
                        yield form


def other_samples(answer: Any, turn: int) -> dict[str, Any]:
    """Something else for what the answered page finds wrong; for its choices, where it does not say what."""
    found: dict[str, Any] = {}
    for form in _forms(answer.context):
        if form.is_bound and form.errors:
            wrong = set(form.errors) & set(form.fields) or {name for name in form.fields if _keys(form.fields[name])}
            found |= {form.add_prefix(name): _other(form.fields[name], turn) for name in sorted(wrong)}
    return {name: value for name, value in found.items() if value is not None}


def _other(box: forms.Field, turn: int) -> Any:
    if isinstance(box, forms.FileField):
        return PICTURE
    if keys := _keys(box):
        return keys[turn % len(keys)]
    day = timezone.localdate() + timedelta(days=[0, 20, -1, -40, 400][turn % 5])
    if isinstance(box, forms.DateField):
        return str(day)
    return ["1", "2026-05", "Hz-2026-x#9", "13800002222", "A1"][(turn - 1) % 5]


def _keys(box: forms.Field) -> list[str]:
    """The first choices."""
    if isinstance(box, forms.ModelChoiceField):
        return [str(box.prepare_value(row)) for row in box.queryset[:20]]
    return [str(key) for key, label in getattr(box, "choices", ()) if key and not isinstance(label, list | tuple)]


def _sample(form: forms.BaseForm, name: str, box: forms.Field) -> Any:
    """A decent value of the field, as text (or as a file)."""
    if isinstance(box, forms.ImageField) or (isinstance(box, forms.FileField) and "photo" in name):
        return PICTURE
    if isinstance(box, forms.FileField):
        return BOOK
    given = form.get_initial_for_field(box, name)
    if given not in (None, "", []) and not isinstance(given, list | tuple):
        return str(getattr(given, "pk", None) or box.prepare_value(given))
    if hasattr(box, "choices"):
        return next(iter(_keys(box)), None)
    today = timezone.localdate()
    for kind, value in (
        (forms.DateTimeField, f"{today}T08:00"),
        (forms.DateField, str(today)),
        (forms.BooleanField, "on"),
        (forms.UUIDField, str(uuid.UUID(int=random.Random(name).getrandbits(128), version=4))),
        (forms.IntegerField, str(max(getattr(box, "min_value", None) or 1, 1))),
        (forms.CharField, "河道清理"[: getattr(box, "max_length", None) or 4]),
    ):
        if isinstance(box, kind):
            return value
    return None
