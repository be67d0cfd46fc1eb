"""Entering as a member of the cast. It exists in the demonstration only."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.models import User
from hezhang.core.accounts.requests import SiteRequest
from hezhang.portal.demo.cast import BY_KEY

BACKEND = "hezhang.core.accounts.backends.NameOrPhoneBackend"


@access.public("演示模式下直接以演员身份进入；正式环境一律 404")
@require_POST
def enter(request: SiteRequest) -> HttpResponse:
    """Sign in as the member named in ``key``."""
    key = request.POST.get("key", "")
    if not settings.DEMO or key not in BY_KEY:
        raise Http404
    login(request, get_object_or_404(User, username=key), backend=BACKEND)
    return redirect("desks:home")
