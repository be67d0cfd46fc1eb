"""The view of one verb, for every workflow: find the object in scope, bind the step's form, call the verb's service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import NotAllowed, Refusal, demand
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.web.attempts import status_of, take_wrong
from hezhang.core.workflow.errors import Conflicting, SomebodyWasFaster
from hezhang.core.workflow.facts import Opened
from hezhang.core.workflow.forms import StepForm
from hezhang.core.workflow.late import LATE, LateStep, came
from hezhang.core.workflow.table import Table

Service = Callable[..., Any]
Said = Callable[[Any], str]
View = Callable[[PostRequest, int], HttpResponse]


@dataclass(frozen=True)
class StepViews:
    """The views of a table's verbs.

    ``rule``: who sees such objects at all; ``find(request, pk)``: the object in the acting post's scope, else 404;
    ``page(request, obj, opened)``: its page with a step open; ``home``: URL name of the list, for when a step takes
    the object out of the post's sight. For rows that are taken on a part of the object, all of these and the services
    are the part's, and ``whole(part)`` is the object whose table it is. ``lost(pk)``: the object whether the post sees it or not,
    for a step from a phone's queue that comes when it is out of sight.
    """

    table: Table
    rule: Callable[[Post], Verdict]
    find: Callable[[PostRequest, int], Any]
    page: Callable[[PostRequest, Any, Opened], HttpResponse]
    home: str
    whole: Callable[[Any], Any] = lambda obj: obj
    lost: Callable[[int], Any] = lambda pk: None

    def view(self, verb: str, form_class: type[StepForm], service: Service, said: Said | None = None) -> View:
        """For everybody whom ``rule`` lets in; the table says who of them may take the step.

        ``said(obj)``: what the page says when it is done (default: that it is).
        """
        said = said or (lambda obj: f"{self.table[verb].label}：已办理。")

        @access.when(self.rule)
        @require_http_methods(["POST"] if self.table[verb].press else ["GET", "HEAD", "POST"])
        def step(request: PostRequest, pk: int) -> HttpResponse:
            if request.method == "POST" and (number := came(request)):
                return LateStep(self, verb, form_class, service, said).answer(request, pk, number)
            obj, post = self.find(request, pk), request.post
            # Before anything is read: who does not belong to the step gets no form, and loses no text.
            if not self.table.includes(self.whole(obj), self.table[verb], post):
                raise NotAllowed(self.table.may(self.whole(obj), verb, post).reason)
            if request.method != "POST":
                return self._open(request, obj, verb, form_class)
            form = form_class(request.POST, request.FILES, obj=obj, post=post)
            return self._take(request, obj, verb, form, service) or self._done(request, obj, verb, said)

        step.__name__ = service.__name__  # one word for the view and its service, in tracebacks too
        # By this the file of a phone finds what an address is about.
        setattr(step, LATE, LateStep(self, verb, form_class, service, said))
        return step

    def _open(self, request: PostRequest, obj: Any, verb: str, form_class: type[StepForm]) -> HttpResponse:
        post, row = request.post, self.table[verb]
        whole = self.whole(obj)
        if not row.permits(whole.state):
            faster = SomebodyWasFaster(self.table, row, whole)
            return self.page(request, obj, Opened(refusal=str(faster), status=faster.status))
        demand(self.table.may(whole, verb, post))
        return self.page(request, obj, Opened(verb, form_class(obj=obj, post=post)))

    def _take(self, request: PostRequest, obj: Any, verb: str, form: StepForm, service: Service) -> HttpResponse | None:
        """Carry the step out; a refusal comes back on the page, as it is now, with what was typed. None: it is done."""
        try:
            if form.is_valid():
                service(obj, by=form.post, **form.supplied())
        except ValidationError as error:
            take_wrong(form, error)
        # Before Refusal, which it is: with a new number the same form can be sent as a step of its own.
        except Conflicting as refusal:
            form.renumber()
            take_wrong(form, refusal)
            return self.page(request, self.find(request, obj.pk), Opened(verb, form, status=refusal.status))
        except Refusal as refusal:
            now = self.find(request, obj.pk)
            return self.page(request, now, Opened(verb, form, str(refusal), refusal.status))
        if form.errors:
            return self.page(request, obj, Opened(verb, form, status=status_of(form)))
        return None

    def next_url(self, obj: Any, verb: str, post: Post) -> str:
        """Where whoever has just taken this step finds the form of what he mostly does next; "" where there is none for him."""
        then = self.table[verb].then
        return self.table.url(then, obj) if then and self.table.may(self.whole(obj), then, post) else ""

    def _done(self, request: PostRequest, obj: Any, verb: str, said: Said) -> HttpResponse:
        messages.success(request, said(obj))
        post = request.post
        if url := self.next_url(obj, verb, post):
            return redirect(url)
        # Some steps take the object out of sight: a unit that returns an issue sees it no more.
        seen = type(obj).objects.visible_to(post).filter(pk=obj.pk).exists()
        return redirect(obj if seen else self.home)
