"""How a door is told in OpenAPI: its parameters are the list's own, its answer is a page of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_array_type, build_basic_type, build_parameter_type
from drf_spectacular.types import OpenApiTypes

from hezhang.core.api.writing import HEADER, Sent

PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "出了什么事、怎么办"},
    },
    "required": ["type", "title", "status", "detail"],
}
REFUSALS = {
    "400": "参数有误，detail 写明可用的参数",
    "401": "令牌缺失、不正确、已到期或已停用",
    "403": "令牌所代表的岗位不能读取，或不能办理",
    "404": "没有这条数据，或不在令牌的辖区内",
    "429": "读取过多，Retry-After 写明几秒后再读",
}


WRITTEN = {
    "409": "编号已用于另一次提交，或数据已有变动：detail 写明怎么办",
    "422": "内容有误，fields 按字段写明；没有办理，改正后可用同一编号重发",
}


class DoorSchema(AutoSchema):
    """One door, one tag; what the door says of itself is taken, nothing is guessed."""

    view: Any

    def get_tags(self) -> list[str]:
        return [self.view.title]

    @property
    def _sent(self) -> Sent | None:
        """What the operation takes; None for one that reads."""
        if self.view.action == "send":
            return self.view.takes_one[self.path.rstrip("/").rpartition("/")[2]]
        return self.view.takes if self.view.action == "create" else None

    def get_summary(self) -> str:
        if self._sent:
            return f"{self.view.title}：{self._sent.title}"
        return f"{self.view.title}：{'一条' if self._is_one else '列表'}"

    def get_description(self) -> str:
        return self._sent.about if self._sent else (self.view.__doc__ or "").strip()

    def get_operation_id(self) -> str:
        if self._sent:
            return self._sent.name.replace(".", "_")
        return (self.view.one if self._is_one else self.view.many).replace("-", "_").replace(".", "_")

    @property
    def _is_one(self) -> bool:
        return self.view.action in ("retrieve", "send")

    def get_serializer_class(self) -> Any:
        return self.view.serializer_of_one() if self._is_one else self.view.serializer

    def get_request_serializer(self) -> Any:
        return None

    def _get_parameters(self) -> list[dict[str, Any]]:
        key = self.view.lookup
        found = [_header()] if self._sent else []
        if self._is_one:
            kind = OpenApiTypes.INT if key == "pk" else OpenApiTypes.STR
            name = "id" if key == "pk" else key
            path = build_parameter_type(name=name, schema=_basic(kind), location="path", required=True)
            return [path, *found]
        if self._sent:
            return found
        values = self.view.values()
        return [_query(name, words, values.get(name, [])) for name, words in self.view.parameters().items()]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        sent = self._sent
        found = {str(sent.status): _answer(_object(sent.answers), "application/json", "办理结果")} if sent else {}
        found = found or {"200": self._found()}
        told = {status: words for status, words in REFUSALS.items() if self._is_one or status != "404"}
        told |= WRITTEN if sent else {}
        return found | {status: _answer(PROBLEM, "application/problem+json", words) for status, words in told.items()}

    def _get_request_body(self, direction: str = "request") -> dict[str, Any] | None:
        if self._sent is None:
            return None
        kind = "multipart/form-data" if self._sent.by_form else "application/json"
        return {"content": {kind: {"schema": _object(self._sent.fields, self._sent.needed)}}, "required": True}

    def _found(self) -> dict[str, Any]:
        if self.view.document:
            kind, schema = self.view.document
            return _answer(schema, kind, "读到的数据")
        row = self.resolve_serializer(self.get_serializer_class(), "response").ref
        if not self._is_one and self.view.envelope:
            return _answer(_page(row) | self.view.envelope(row), "application/json", "读到的数据")
        return _answer(row if self._is_one else _page(row), "application/json", "读到的数据")


def _basic(kind: OpenApiTypes) -> dict[str, Any]:
    return build_basic_type(kind) or {}


def _query(name: str, words: str, values: list[str]) -> dict[str, Any]:
    kind = OpenApiTypes.INT if name == "page_size" else OpenApiTypes.DATE if name == "on" else OpenApiTypes.STR
    schema = _basic(kind) | ({"enum": values} if values else {})
    return build_parameter_type(name=name, schema=schema, location="query", description=words)


def _header() -> dict[str, Any]:
    words = "对方系统里这一次提交的编号；同一编号重发，回答相同，不会办两次"
    schema = _basic(OpenApiTypes.STR)
    return build_parameter_type(name=HEADER, schema=schema, location="header", required=True, description=words)


def _object(fields: Mapping[str, tuple[dict[str, Any], str]], needed: Sequence[str] = ()) -> dict[str, Any]:
    told = {name: schema | {"description": words} for name, (schema, words) in fields.items()}
    return {"type": "object", "properties": told} | ({"required": list(needed)} if needed else {})


def told_to(title: str, about: str, fields: Mapping[str, tuple[dict[str, Any], str]]) -> dict[str, Any]:
    """What is pushed to other systems, as OpenAPI 3.1 has it: one POST with this body, which they answer with 2xx."""
    body = {"content": {"application/json": {"schema": _object(fields, list(fields))}}, "required": True}
    taken = {"2XX": {"description": "已收妥。没有收妥的按次序重发，编号不变"}}
    return {"post": {"summary": title, "description": about, "requestBody": body, "responses": taken, "security": []}}


def _page(row: dict[str, Any]) -> dict[str, Any]:
    after = {"type": ["string", "null"], "format": "uri", "description": "下一页的地址；没有下一页时为 null"}
    return {
        "type": "object",
        "properties": {"results": build_array_type(row), "next": after},
        "required": ["results", "next"],
    }


def _answer(schema: dict[str, Any], kind: str, words: str) -> dict[str, Any]:
    return {"content": {kind: {"schema": schema}}, "description": words}
