"""An endless, seeded series of hostile requests at one door."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote_from_bytes

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from tests.fuzz import values
from tests.fuzz.doors import Door
from tests.fuzz.sending import Request, raw

# How often each kind comes, of a hundred or so.
GETS = {"each": 40, "one": 25, "twice": 8, "heads": 15, "path": 12}
POSTS = {"one": 44, "each": 12, "less": 8, "twice": 8, "body": 12, "file": 14, "heads": 5, "path": 4, "query": 3}


def converters(patterns: Any, prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """(URL name, argument → kind of its converter)."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from converters(each.url_patterns, prefix + (f"{each.namespace}:" if each.namespace else ""))
        else:
            kinds = {arg: type(one).__name__ for arg, one in each.pattern.converters.items()}
            yield (
                f"{prefix}{each.name}",
                {arg: kind.removesuffix("Converter").lower().replace("string", "str") for arg, kind in kinds.items()},
            )


class Attacker:
    def __init__(self, door: Door, seed: str, ids: list[str]) -> None:
        self.door, self.rng = door, random.Random(f"{seed} {door} {door.member}")
        self.ids = ids
        self.names = sorted(door.names) or ["x"]
        self.files = sorted(door.files)
        patterns = converters(get_resolver().url_patterns)
        self.kinds = next(kinds for name, kinds in patterns if name == door.name and set(kinds) == set(door.kwargs))
        self.decks: dict[str, list[str]] = {}

    def requests(self) -> Iterator[Request]:
        weights = dict(GETS if self.door.method == "get" else POSTS)
        if not self.door.kwargs:
            del weights["path"]
        if not self.files:
            weights.pop("file", None)
        if self.door.reads_only:
            weights = {"body": 1, "heads": 1, "query": 2}
        while True:
            kind = self.rng.choices(list(weights), list(weights.values()))[0]
            make: Callable[[], Request] = getattr(self, f"_{kind}")
            yield make()

    def _hostile(self, name: str) -> str:
        """Each name meets every value before one comes again; now and then the number of somebody else's row."""
        if self.rng.random() < 0.08:
            return self.rng.choice(self.ids)
        if not self.decks.get(name):
            self.decks[name] = list(values.HOSTILE)
            self.rng.shuffle(self.decks[name])
        return self.decks[name].pop()

    def _plain(self) -> Request:
        pairs, at = self.door.plain.items(), self.door.at
        words = [(name, value) for name, value in pairs if isinstance(value, str)]
        files = [(name, value) for name, value in pairs if not isinstance(value, str)]
        if self.door.method == "get":
            some = [(name, value) for name, value in words if self.rng.random() < 0.3 and name not in at]
            return Request("get", self.door.url, query=[*at.items(), *some])
        return Request("post", self.door.url, query=[*at.items()], words=words, files=files)

    def _set(self, request: Request, pairs: list[tuple[str, str]]) -> Request:
        """These instead of the plain ones of the same name."""
        names = {name for name, _ in pairs}
        kept = request.query if self.door.method == "get" else request.words
        kept[:] = [pair for pair in kept if pair[0] not in names] + pairs
        return request

    def _one(self) -> Request:
        name = self.rng.choice(self.names)
        return self._set(self._plain(), [(name, self._hostile(name))])

    def _each(self) -> Request:
        return self._set(self._plain(), [(name, self._hostile(name)) for name in self.names])

    def _twice(self) -> Request:
        some = self.rng.sample(self.names, min(3, len(self.names)))
        pairs = [(name, self._hostile(name)) for name in some for _ in range(self.rng.randint(2, 4))]
        return self._set(self._plain(), pairs)

    def _less(self) -> Request:
        request = self._plain()
        request.words = [pair for pair in request.words if self.rng.random() < 0.7]
        request.files = [pair for pair in request.files if self.rng.random() < 0.7]
        return request

    def _heads(self) -> Request:
        request = self._plain()
        some = self.rng.sample(sorted(values.HEADERS), self.rng.randint(1, 6))
        request.headers = {name: self.rng.choice(values.HEADERS[name]) for name in some}
        return request

    def _path(self) -> Request:
        request, url = self._plain(), self.door.url
        for arg, kind in self.kinds.items():
            bad = self.rng.choice([*values.IN_A_PATH[kind], *(each for each in self.ids if kind in ("int", "str"))])
            url = f"/{quote_from_bytes(raw(bad))}/".join(url.rsplit(f"/{self.door.kwargs[arg]}/", 1))
        request.path = url
        return request

    def _query(self) -> Request:
        request = self._plain()
        request.query = [(name, self._hostile(name)) for name in sorted(self.door.query or {"x"})]
        return request

    def _body(self) -> Request:
        request = self._plain()
        request.body = self.rng.choice(values.BODIES)
        return request

    def _file(self) -> Request:
        request = self._plain()
        name = self.rng.choice(self.files)
        number = self.rng.choice([1, 1, 1, 2])
        request.files = [(name, self.rng.choice(values.FILES)) for _ in range(number)]
        if self.rng.random() < 0.2:  # a file where words are expected
            request.files.append((self.rng.choice(self.names), self.rng.choice(values.FILES)))
        return request
