"""Photos of findings."""

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files.serving import serve_photo
from patrols.walks import rules
from patrols.walks.models import FindingPhoto, Patrol


@access.when(rules.sees_patrols)
def finding_photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """A photo of a finding, in the scope of its patrol; ?thumb=1 for the small one."""
    rows = FindingPhoto.objects.filter(finding__patrol__in=Patrol.objects.visible_to(request.post))
    photo = get_object_or_404(rows.select_related("upload"), pk=pk)
    return serve_photo(photo.upload, thumb="thumb" in request.GET)
