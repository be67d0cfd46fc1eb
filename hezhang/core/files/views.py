"""Photos that come ahead of their form, one by one, so that a cut line costs one photo at most."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files import services
from hezhang.core.files.forms import StageForm
from hezhang.core.kernel.refusal import INVALID


@access.signed_in()
@require_POST
def stage_photo(request: PostRequest) -> JsonResponse:
    """``{"id": …}`` to send back in the form's ``kept``; 422 with ``{"words": […]}`` when the photo cannot be taken.

    ``sha256`` is of the bytes as they came: the phone compares it with what it has, and keeps its own until then.
    """
    form = StageForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"words": [word for found in form.errors.values() for word in found]}, status=INVALID)
    told = form.cleaned_data
    try:
        upload = services.stage_photo(told["photo"], by=request.post, client_id=told["client_id"])
    except ValidationError as error:
        return JsonResponse({"words": error.messages}, status=INVALID)
    return JsonResponse({"id": upload.pk, "sha256": upload.sha256})
