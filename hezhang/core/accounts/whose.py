"""Whose a page is, and whose a sending: what a phone keeps for one person neither goes in as another's nor is shown to one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from hezhang.core.accounts.requests import SiteRequest

MEANT = "X-Parcel-User"  # of a sending: whose it is (static/js/lib/sending.js)
SIGNED_IN = "X-Signed-In"  # of a page: who is signed in, empty for nobody (static/js/worker.js)


def of_one_person(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[SiteRequest], HttpResponse]:
    """Middleware: 401 with ``"other": true`` for what was kept for somebody else; and pages say whose they are."""

    def answer(request: SiteRequest) -> HttpResponse:
        user = request.user
        meant = request.headers.get(MEANT, "")
        if meant and user.is_authenticated and meant != str(user.pk):
            words = "这条记录属于另一位登录人，没有上传；请本人登录后再试。"
            return JsonResponse({"words": [words], "other": True}, status=401)
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # After the view: it may have signed somebody in or out.
            response[SIGNED_IN] = str(request.user.pk or "")
        return response

    return answer
