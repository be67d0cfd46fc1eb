"""People at their pages: each presses only what their own page offers, at a moment of the story."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from hezhang.core.kernel.periods import SHANGHAI
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE
from tests.cast import Cast


class Story:
    """The cast over a few months; ``on`` sets the clock for what follows."""

    def __init__(self, cast: Cast, enter: Callable[[Any], Client]) -> None:
        self.cast, self.enter = cast, enter
        self.now = datetime(2026, 1, 1, tzinfo=SHANGHAI)

    def on(self, day: date, hour: int = 9) -> "Story":
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
        return self

    def get(self, who: str, url: str) -> Any:
        """The page as this member sees it; signed in anew, as one is on another day."""
        with time_machine.travel(self.now, tick=False):
            answer = self.enter(self.cast[who]).get(url)
            assert answer.status_code == 200, f"{who} {url}: {answer.status_code}"
            return answer

    def post(self, who: str, url: str, data: dict[str, Any]) -> str:
        """Send a form that must be taken; gives where it leads."""
        with time_machine.travel(self.now, tick=False):
            answer = self.enter(self.cast[who]).post(url, data)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        return answer.url

    def step(self, who: str, issue: Issue, verb: str, **data: Any) -> Issue:
        """Open the issue, press the verb's button, fill in what its form asks for; the issue as it is afterwards."""
        page = _read(self.get(who, issue.get_absolute_url()))
        target = offered(page)[TABLE[verb].label]
        if not page.select_one(f'.step-buttons form[action="{target}"]'):  # a button that opens a form
            data = prefilled(_read(self.get(who, target)), target) | data
        self.post(who, target, data)
        return Issue.objects.get(pk=issue.pk)

    def buttons(self, who: str, issue: Issue) -> set[str]:
        """The words of the buttons that the member may press."""
        return set(offered(_read(self.get(who, issue.get_absolute_url()))))


def _read(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def offered(page: BeautifulSoup) -> dict[str, str]:
    """Words and addresses of the issue's buttons that are not switched off."""
    links = {link.text.strip(): link["href"] for link in page.select(".step-buttons a")}
    return links | {form.text.strip(): form["action"] for form in page.select(".step-buttons form")}


def prefilled(page: BeautifulSoup, target: str) -> dict[str, str]:
    """What the form holds before anybody has typed: hidden numbers, and what the office's rules have filled in."""
    form = page.select_one(f'form[action="{target}"]')
    boxes = {box["name"]: box.get("value", "") for box in form.select("input[name]") if _is_sent(box)}
    areas = {area["name"]: area.text.strip() for area in form.select("textarea[name]")}
    chosen = {one.find_parent("select")["name"]: one["value"] for one in form.select("option[selected]")}
    return boxes | areas | chosen


def _is_sent(box: Any) -> bool:
    return box.get("type") != "file" and (box.get("type") not in ("radio", "checkbox") or box.has_attr("checked"))
