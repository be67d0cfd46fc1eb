"""What a program is told instead of a page: a problem in JSON (RFC 9457), in Chinese, with what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

API = "/api/v1/"
KIND = "application/problem+json"
TITLES = {
    400: "请求有误",
    401: "令牌无效",
    403: "没有权限",
    404: "没有这条数据",
    405: "方法不对",
    406: "没有这种格式",
    413: "内容过大",
    415: "没有这种格式",
    429: "请求过多",
    500: "系统出错",
    503: "系统繁忙",
    507: "磁盘已满",
}
DETAILS = {
    400: "请求读不懂，请检查地址和参数。",
    403: "此令牌所代表的岗位不能读取这项数据。",
    404: "没有这个地址，或数据不在此令牌的辖区内。",
    405: "本接口只提供读取（GET、HEAD）。",
    500: "系统内部出错，请记下响应头 X-Request-ID 并联系系统管理员。",
    503: "系统暂时不能应答，请稍后再试。",
    507: "服务器磁盘已满，请联系系统管理员。",
}


def is_program(request: HttpRequest | None) -> bool:
    """Whether the request goes to the API, whose callers read no pages."""
    return request is not None and request.path.startswith(API)


def problem(status: int, detail: str = "", **more: Any) -> JsonResponse:
    """``type`` stays "about:blank": the status says which kind it is, and ``detail`` what happened here."""
    title = TITLES.get(int(status)) or HTTPStatus(status).phrase
    told = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail or DETAILS.get(status, title),
    }
    response = JsonResponse(told | more, status=status, json_dumps_params={"ensure_ascii": False}, content_type=KIND)
    response["Cache-Control"] = "no-store"
    return response
