"""What the page of an object with a workflow shows: its buttons or the open form of a step, and the way so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hezhang.core.kernel.words import moment_words
from hezhang.core.workflow.models import TransitionBase
from hezhang.core.workflow.steps import Flowing
from hezhang.core.workflow.table import Table

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.workflow.forms import StepForm

Picture = dict[str, str]


@dataclass(frozen=True)
class Opened:
    """A step's form that stands open on the object's page, or why the step could not be taken."""

    verb: str = ""
    form: StepForm | None = None
    refusal: str = ""
    status: int = 200


def step_part(table: Table, obj: Flowing, post: Post, opened: Opened) -> dict[str, Any]:
    """What templates/workflow/step.html shows: the buttons, or the open form, or why the step could not be taken."""
    form, refusal = opened.form, opened.refusal
    found = buttons(table, obj, post)
    return {
        "form": form,
        "verb": opened.verb,
        "refusal": refusal,
        "typed": form.typed() if form and refusal else [],
        "buttons": [] if form and not refusal else found,
        # Who came by a button on a list may mean another step: 退回重改 and not 现场核查.
        "others": [one for one in found if one["enabled"] and not one["press"] and one["verb"] != opened.verb],
        "step_url": table.url(opened.verb, obj) if form else "",
        "cancel_url": obj.get_absolute_url(),
    }


def buttons(table: Table, obj: Flowing, post: Post) -> list[dict[str, Any]]:
    """The table's buttons, with where each leads; the one that leads on comes first."""
    # What may not be done comes last, and stays: a disabled button with its reason spares a call to the office.
    found = sorted(table.buttons(obj, post), key=lambda button: (not button.enabled, not button.row.leads_on))
    return [
        {
            "label": button.label,
            "url": table.url(button.verb, obj),
            "style": button.row.style,
            "icon": button.row.icon,
            "enabled": button.enabled,
            "why": button.why,
            "press": button.row.press,
            "own_page": button.row.own_page,
            "verb": button.verb,
        }
        for button in found
    ]


def who_words(row: TransitionBase) -> str:
    return f"{row.user.name}（{row.post.label}）" if row.user and row.post else "系统"


def timeline(
    table: Table,
    rows: Iterable[TransitionBase],
    *,
    who: Callable[[Any], str] = who_words,
    words: Callable[[Any], str] = lambda row: row.words,
    photos: Callable[[Any], list[Picture]] = lambda row: [],
) -> list[dict[str, Any]]:
    """The way so far, for components/timeline.html; a verb that the table no longer has keeps its own word."""
    return [
        {
            "title": table.rows[row.verb].label if row.verb in table.rows else row.verb,
            "who": who(row),
            "when": moment_words(row.at),
            "words": words(row),
            "photos": photos(row),
            "tone": table.rows[row.verb].tone if row.verb in table.rows else "grey",
        }
        for row in rows
    ]
