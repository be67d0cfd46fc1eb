"""Handing in a walk: the door that must take it once, and lose nothing."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files.fields import kept_photos
from hezhang.core.files.services import stage_photos
from hezhang.core.kernel.refusal import INVALID, Refusal
from hezhang.core.parcels.services import Taken
from patrols.walks import rules, services
from patrols.walks.forms import FindingForm, FindingSet, WalkForm, error_words
from patrols.walks.models import Patrol
from patrols.walks.parcels import finding_of, keep_conflict, number_of
from patrols.walks.services import FindingIn, PatrolConflict, PatrolUnlikely
from patrols.walks.views.walking import walk_page
from rivers.registry.models import Reach


@access.when(rules.is_walker)
@require_POST
def submit_patrol(request: PostRequest) -> HttpResponse:
    """Take the patrol in. A plain form gets a redirect or its page again; the page's script (Accept: JSON) gets

    * 200 ``{"url", "receipt", "client_id"}``: stored; ``receipt`` is the page to go to. Sent again under the same
      client_id the answer is the same, and whatever the second telling had more in it (words, findings, photos, a
      position, a later end) is now a supplement of the record;
    * 422 ``{"words": [...]}``: not taken, for the reasons told; nothing was stored. With ``"ask": "is_long"`` it is
      taken when that field comes along (a walk of more than a day: usually the start wants correcting);
    * 409 ``{"words": [...], "stored": url, "client_id"}``: the number belongs to another walk (another reach, or no
      moment in common), which is at ``stored``. The same parcel under this new client_id is taken as a new walk. From a
      phone's queue (``parcel_at``) nobody may be looking: ``{"words", "held": true, "url", "client_id", "another"}``, both
      are kept and the office decides; ``another`` is the number that it gets as a walk of its own, for the points of its track.
    """
    form = WalkForm(request.POST)
    reach = _reach(request, form)
    if not form.is_valid():
        return _refused(request, reach, form, error_words(form))
    try:
        rows = _findings(request, form.cleaned_data["findings"])
        findings = [one for _, one in rows]
        receipt = services.submit_patrol(by=request.post, reach=reach, findings=findings, **form.walk())
    except ValidationError as error:
        return _refused(request, reach, form, error.messages)
    except PatrolConflict as error:
        if form.cleaned_data["parcel_at"] is not None:
            return _held(keep_conflict(request.post, form, rows, reach, error), error)
        return _conflict(request, reach, form, error)
    except PatrolUnlikely as error:
        return _asked(request, reach, form, error)
    except Refusal as error:
        return _refused(request, reach, form, [str(error)], error.status)
    said = "已补充到这次巡河" if receipt.supplement else "已提交"
    if form.cleaned_data["parcel_at"] is not None:  # twenty from a queue would be told twenty times on the next page
        return _taken(request, receipt.patrol, words=[said])
    messages.success(request, said)
    return _taken(request, receipt.patrol)


def _reach(request: PostRequest, form: WalkForm) -> Reach:
    """The reach of the form, in scope, or that of the own walk under its number; a broken number finds nothing.

    Who has moved to another post since, and whose phone never heard the answer, still gets the receipt.
    """
    number = form.data.get("reach", "")
    pk = int(number) if number.isdecimal() and len(number) < 19 else 0
    found = Reach.objects.visible_to(request.post).filter(pk=pk).first()
    if found is None and form.is_valid():
        mine = Patrol.objects.filter(user_id=request.post.user_id, client_id=form.cleaned_data["client_id"])
        return get_object_or_404(Reach, pk=pk, patrols__in=mine)
    return found or get_object_or_404(Reach.objects.none())


def _findings(request: PostRequest, meant: int | None) -> list[tuple[str, FindingIn]]:
    """By the name of the form's row. All rows are read before the first photo is stored."""
    rows = FindingSet(request.POST, request.FILES).told(meant)
    return [(str(row.prefix), _finding(row, request.post, number)) for number, row in enumerate(rows, start=1)]


def _finding(row: FindingForm, post: Post, number: int) -> FindingIn:
    kept = kept_photos(row.cleaned_data["kept"], post)
    stored, words = stage_photos(row.cleaned_data["photos"], by=post)
    if words:
        raise ValidationError([f"第 {number} 处发现：照片{word}" for word in words])
    return finding_of(row, [*kept, *stored], post)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _refused(
    request: PostRequest, reach: Reach, form: WalkForm, words: list[str], status: int = INVALID
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"words": words}, status=status)
    return walk_page(request, reach, form, words, status)


def _asked(request: PostRequest, reach: Reach, form: WalkForm, error: PatrolUnlikely) -> HttpResponse:
    """还在巡吗？ The times can be corrected, or the length confirmed; nobody is turned away."""
    if _wants_json(request):
        return JsonResponse({"words": [str(error)], "ask": "is_long"}, status=error.status)
    return walk_page(request, reach, form, [str(error)], error.status, asks_length=True)


def _conflict(request: PostRequest, reach: Reach, form: WalkForm, error: PatrolConflict) -> HttpResponse:
    """Never a dead end: the plain page comes back with a new number, so that it can be handed in as a new walk."""
    fresh = str(uuid4())
    if _wants_json(request):
        answer = {"words": [str(error)], "stored": error.stored.get_absolute_url(), "client_id": fresh}
        return JsonResponse(answer, status=error.status)
    again = request.POST.copy()
    again["client_id"] = fresh
    form.data = again
    return walk_page(request, reach, form, [str(error)], error.status)


def _held(taken: Taken, error: PatrolConflict) -> HttpResponse:
    """Kept for the office: for the phone it is delivered, under its own number."""
    words = ["这条记录的编号已提交过另一次巡河。这一份也已收下，等河长办核对。"]
    url = taken.held.get_absolute_url() if taken.held else taken.parcel.url
    answer = {"words": words, "held": True, "url": url, "client_id": str(taken.parcel.client_id)}
    another = {"another": str(number_of(taken.held))} if taken.held else {}
    return JsonResponse(answer | another, status=error.status)


def _taken(request: HttpRequest, patrol: Patrol, **more: Any) -> HttpResponse:
    """The receipt; the script deletes its draft only when it has read this."""
    if _wants_json(request):
        receipt = reverse("patrols:receipt", args=[patrol.pk])
        told = {"url": patrol.get_absolute_url(), "receipt": receipt, "client_id": str(patrol.client_id)}
        return JsonResponse(told | more)
    return redirect(patrol)
