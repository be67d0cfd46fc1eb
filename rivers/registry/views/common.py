"""What the registry's pages share: forms that call a service, and the page of a stale edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import INVALID, EditedMeanwhile, Refusal
from hezhang.core.web import conflicts
from hezhang.core.web.attempts import attempt, status_of


def form_page(request: HttpRequest, form: forms.Form, title: str, back: str, **more: Any) -> HttpResponse:
    """A page with one form; 422 when it has errors, so that htmx and tests can tell."""
    context = {"form": form, "title": title, "back": back, "submit": "保存", "hint": "", "tabs": []} | more
    return render(request, "rivers/form.html", context, status=status_of(form))


def save(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    title: str,
    back: str,
    done: str,
    foretell: Callable[[], list[str]] | None = None,
    **more: Any,
) -> HttpResponse:
    """Carry out ``act`` when the form is valid and go to what it made (or ``back``); else the form again.

    ``foretell`` (for a SureForm): what would follow; the page asks before anything is done.
    """
    # The service is called inside `attempt`, which answers whether it went well; what it made is handed out this way.
    made: list[Any] = []
    is_meant = request.method == "POST" and form.is_valid() and not (foretell and form.must_ask(foretell()))
    if is_meant and attempt(form, lambda: made.append(act())):
        messages.success(request, done)
        target = getattr(made[0], "get_absolute_url", None)
        return redirect(target() if target else back)
    return form_page(request, form, title, back, **more)


def take_back(request: HttpRequest, act: Callable[[], object], *, ended: str, whole: str, back: str) -> HttpResponse:
    """Take back what was entered today. ``act`` says whether the row is kept, since only its end was taken back (``ended``),
    or gone (``whole``); what stands in the way is said on the list. A refusal of another kind (not allowed) goes on.
    """
    try:
        kept = act()
    except (Refusal, ValidationError) as refused:
        if isinstance(refused, Refusal) and refused.status != INVALID:
            raise
        messages.error(request, refused.sentence if isinstance(refused, Refusal) else refused.messages[0])
    else:
        messages.success(request, ended if kept else whole)
    return redirect(back)


def save_edit(
    request: PostRequest, found: Any, form_of: Callable[[Any], Any], edit: Callable[..., Any]
) -> HttpResponse:
    """The edit page of a versioned row: ``form_of(data)`` makes its form, ``edit`` is its service.

    A stale edit keeps the user's text and shows what changed (409).
    """
    form = form_of(request.POST or None)
    title, back = f"编辑：{found.name}", found.get_absolute_url()
    try:
        return save(
            request,
            form,
            lambda: edit(found, form.cleaned_data, by=request.post, seen=form.cleaned_data["version"]),
            title=title,
            back=back,
            done="已保存。",
        )
    except EditedMeanwhile as late:
        current = late.current
        again = form_of(conflicts.rebased(form, {"version": current.version}))
        stands = _stands(form, current)
        return conflict_page(request, late, again, conflicts.differences(form, stands), title=title, back=back)


def _stands(form: Any, current: Any) -> dict[str, Any]:
    """What stands in the row for each field; a form whose fields are none of the row's says itself what stands."""
    if hasattr(form, "stands_in"):
        return form.stands_in(current)
    return {name: getattr(current, name) for name in form.fields if name != "version"}


def conflict_page(
    request: HttpRequest, late: EditedMeanwhile, again: forms.Form, rows: list[tuple[str, str, str]], **words: str
) -> HttpResponse:
    """What a stale edit shows (409): who changed the row, the ``rows`` that differ, and the user's text in ``again``."""
    context = {"form": again, "rows": rows, "words": conflicts.words_of(late.current), **words}
    return render(request, "rivers/conflict.html", context, status=late.status)
