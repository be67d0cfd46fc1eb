"""The entrance of programs: ``Authorization: Bearer hz_…``, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.http import HttpResponse
from django.utils import timezone

from hezhang.core.accounts.choices import TryKind
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest, SiteRequest
from hezhang.core.accounts.services.tries import TooMany, begin_try
from hezhang.core.api import services
from hezhang.core.api.models import ApiToken
from hezhang.core.kernel.addresses import is_within, networks, parse
from hezhang.core.web.problems import problem

MISSING = "请在请求头中写明令牌：Authorization: Bearer hz_…（令牌由河长办负责人在“管理 → 数据接口”发放）。"
UNKNOWN = "令牌不正确。请核对是否完整、有无多余空格；遗失的令牌请由河长办负责人换发。"
ELSEWHERE = "此令牌只能从登记的地址使用，请联系河长办核对“限定来源地址”。"


class TokenRequest(PostRequest):
    """A program's, which the entrance has let in."""

    token: ApiToken


def enter(request: SiteRequest) -> HttpResponse | None:
    """Let the token's system in as its post, or say why not."""
    at = timezone.now()
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        return _refused(MISSING)
    token = services.find_token(secret.strip())
    if token is None:
        return _unknown(request, secret, at)
    # Who has the secret of one that is over may know why; it is no guess.
    if why := token.over(at, timezone.localdate(at)):
        return _refused(f"{why}，请联系发放它的河长办。")
    if token.networks and not is_within(
        parse(request.META.get("REMOTE_ADDR", "")), networks(token.networks.split(","))
    ):
        return problem(403, ELSEWHERE)
    if wait := services.admit(token, at=at):
        return too_many(f"此令牌本分钟的读取次数已用完，请 {wait} 秒后再读。", wait)
    admitted = cast(TokenRequest, request)
    admitted.token, admitted.post = token, cast(Post, token.post)
    return None


def _unknown(request: SiteRequest, secret: str, at: datetime) -> HttpResponse:
    """Counted with all failed tries, by address; whoever has a true token behind the same address is not held up."""
    try:
        begin_try(TryKind.TOKEN, secret, user=None, address=request.META.get("REMOTE_ADDR", ""), at=at)
    except TooMany as many:
        return too_many(f"此地址的错误令牌过多，请等待 {many.minutes} 分钟后再试。", many.minutes * 60)
    return _refused(UNKNOWN)


def _refused(detail: str) -> HttpResponse:
    response = problem(401, detail)
    response["WWW-Authenticate"] = 'Bearer realm="hezhang"'
    return response


def too_many(detail: str, wait: int) -> HttpResponse:
    response = problem(429, detail)
    response["Retry-After"] = str(wait)
    return response
