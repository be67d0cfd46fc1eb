"""Entering as a member of the cast. It exists in the demonstration only."""

from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.models import User
from hezhang.core.accounts.requests import SiteRequest
from hezhang.core.audit.services import record
from hezhang.portal.demo.cast import BY_KEY
from hezhang.portal.demo.rules import may_be_entered

BACKEND = "hezhang.core.accounts.backends.NameOrPhoneBackend"


@access.public("演示模式下直接以演员身份进入，仅限本机和演示数据库；其他情况一律 404")
@require_POST
def enter(request: SiteRequest) -> HttpResponse:
    """Sign in as the member named in ``key``."""
    key = request.POST.get("key", "")
    if key not in BY_KEY or not may_be_entered(request.META["REMOTE_ADDR"]):
        raise Http404
    user = get_object_or_404(User, username=key)
    login(request, user, backend=BACKEND)
    record("demo.enter", user, user=user)
    return redirect("desks:home")
