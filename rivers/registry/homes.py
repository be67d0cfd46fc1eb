"""The tabs of a river's home and of a reach's: the rooms and apps above enter theirs when they start (decision 0028).

A room adds a tab in three steps. In its ``receivers.connect()`` (an app: in ``ready``)::

    homes.RIVER.add("dossier", "一河一档", "rivers:river_dossier", order=40)

a view of its own at that URL name, whose one argument is the ``pk`` of the river::

    @access.when(sees_business)
    def river_dossier(request: PostRequest, pk: int) -> HttpResponse:
        river = find_river(request, pk)
        return river_home(request, river, "dossier", "rivers/dossier/river.html", {"assets": ...})

and a template that extends ``rivers/home.html`` (a reach's: ``rivers/reach_home.html``) with the block ``tab``, and
``actions`` where the tab has buttons of its own. The view finds ``river`` (``reach``), ``may_edit`` and ``may_add``
in the context already; for a page of the kit of lists, ``river_context`` gives the same to ``show``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from hezhang.core.accounts.rules import sees_business
from hezhang.core.kernel.verdict import Verdict

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@dataclass(frozen=True)
class HomeTab:
    """One tab. ``order``: tens, so that another fits between; ``rule``: the rule of its view, as the menu asks it."""

    key: str
    title: str
    url_name: str
    order: int
    rule: Callable[[Post], Verdict] = sees_business


@dataclass(frozen=True)
class ShownTab:
    """A tab on one page: its address, and whether it is the open one."""

    title: str
    url: str
    is_open: bool


class Home:
    """The tabs of one kind of page, in their order."""

    def __init__(self) -> None:
        self._tabs: dict[str, HomeTab] = {}

    def add(
        self, key: str, title: str, url_name: str, *, order: int, rule: Callable[[Post], Verdict] = sees_business
    ) -> None:
        """Enter a tab; once more is the same (apps are made ready again by the reloader). ValueError: the key is another's."""
        tab = HomeTab(key, title, url_name, order, rule)
        if self._tabs.setdefault(key, tab).url_name != url_name:
            raise ValueError(f"two tabs are called {key!r}")

    @property
    def tabs(self) -> list[HomeTab]:
        return sorted(self._tabs.values(), key=lambda one: one.order)

    def shown(self, post: Post, pk: int, key: str) -> list[ShownTab]:
        """The tabs that the post may open on the page of row ``pk``. KeyError: nobody has entered ``key``."""
        self._tabs[key]
        open_to = [one for one in self.tabs if one.rule(post)]
        return [ShownTab(one.title, reverse(one.url_name, args=[pk]), one.key == key) for one in open_to]


def is_home(url_name: str) -> bool:
    """Whether the address is a tab of somebody's home."""
    return any(tab.url_name == url_name for home in (RIVER, REACH) for tab in home.tabs)


RIVER, REACH = Home(), Home()
# The registry's own.
RIVER.add("overview", "概览", "rivers:river", order=10)
RIVER.add("reaches", "河段与河长", "rivers:river_reaches", order=20)
RIVER.add("history", "沿革", "rivers:river_history", order=100)
REACH.add("overview", "概览", "rivers:reach", order=10)
REACH.add("history", "沿革", "rivers:reach_history", order=100)
