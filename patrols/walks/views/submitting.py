"""Handing in a walk: the door that must take it once, and lose nothing."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files.fields import kept_photos
from hezhang.core.files.services import stage_photos
from hezhang.core.kernel.refusal import INVALID, Refusal
from patrols.walks import rules, services
from patrols.walks.forms import FindingForm, FindingSet, WalkForm, error_words
from patrols.walks.models import Patrol
from patrols.walks.services import FindingIn, PatrolConflict, PatrolUnlikely
from patrols.walks.views.walking import walk_page
from rivers.registry.models import Reach


@access.when(rules.is_walker)
@require_POST
def submit_patrol(request: PostRequest) -> HttpResponse:
    """Take the patrol in. A plain form gets a redirect or its page again; the page's script (Accept: JSON) gets

    * 200 ``{"url", "client_id"}``: stored. Sent again under the same client_id the answer is the same, and whatever the
      second telling had more in it (words, findings, photos, a position, a later end) is now a supplement of the record;
    * 422 ``{"words": [...]}``: not taken, for the reasons told; nothing was stored. With ``"ask": "is_long"`` it is
      taken when that field comes along (a walk of more than a day: usually the start wants correcting);
    * 409 ``{"words": [...], "stored": url, "client_id"}``: the number belongs to another walk (another reach, or no
      moment in common), which is at ``stored``. The same parcel under this new client_id is taken as a new walk.
    """
    form = WalkForm(request.POST)
    reach = _reach(request, form)
    if not form.is_valid():
        return _refused(request, reach, form, error_words(form))
    try:
        findings = _findings(request, form.cleaned_data["findings"])
        receipt = services.submit_patrol(by=request.post, reach=reach, findings=findings, **form.walk())
    except ValidationError as error:
        return _refused(request, reach, form, error.messages)
    except PatrolConflict as error:
        return _conflict(request, reach, form, error)
    except PatrolUnlikely as error:
        return _asked(request, reach, form, error)
    except Refusal as error:
        return _refused(request, reach, form, [str(error)], error.status)
    messages.success(request, "已补充到这次巡河" if receipt.supplement else "已提交")
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


def _findings(request: PostRequest, meant: int | None) -> list[FindingIn]:
    """All rows are read before the first photo is stored."""
    rows = FindingSet(request.POST, request.FILES).told(meant)
    return [_finding(row, request.post, number) for number, row in enumerate(rows, start=1)]


def _finding(row: FindingForm, post: Post, number: int) -> FindingIn:
    told = row.cleaned_data
    lat, lng, accuracy_m = row.place("") or (None, None, None)
    kept = kept_photos(told["kept"], post)
    stored, words = stage_photos(told["photos"], by=post)
    if words:
        raise ValidationError([f"第 {number} 处发现：照片{word}" for word in words])
    return FindingIn(
        told["item"], told["state"], told["text"], told["measure"], lat, lng, accuracy_m, photos=[*kept, *stored]
    )


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _refused(
    request: HttpRequest, reach: Reach, form: WalkForm, words: list[str], status: int = INVALID
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"words": words}, status=status)
    return walk_page(request, reach, form, words, status)


def _asked(request: HttpRequest, reach: Reach, form: WalkForm, error: PatrolUnlikely) -> HttpResponse:
    """还在巡吗？ The times can be corrected, or the length confirmed; nobody is turned away."""
    if _wants_json(request):
        return JsonResponse({"words": [str(error)], "ask": "is_long"}, status=error.status)
    return walk_page(request, reach, form, [str(error)], error.status, asks_length=True)


def _conflict(request: HttpRequest, reach: Reach, form: WalkForm, error: PatrolConflict) -> HttpResponse:
    """Never a dead end: the plain page comes back with a new number, so that it can be handed in as a new walk."""
    fresh = str(uuid4())
    if _wants_json(request):
        answer = {"words": [str(error)], "stored": error.stored.get_absolute_url(), "client_id": fresh}
        return JsonResponse(answer, status=error.status)
    again = request.POST.copy()
    again["client_id"] = fresh
    form.data = again
    return walk_page(request, reach, form, [str(error)], error.status)


def _taken(request: HttpRequest, patrol: Patrol) -> HttpResponse:
    """The receipt; the script deletes its draft only when it has read this."""
    if _wants_json(request):
        return JsonResponse({"url": patrol.get_absolute_url(), "client_id": str(patrol.client_id)})
    return redirect(patrol)
