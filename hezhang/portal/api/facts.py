"""What the page 接口说明 shows, read from the same schema that programs read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator

from hezhang.core.api.asking import choices_of
from hezhang.core.api.doors import Door, addresses
from hezhang.core.api.schema import told_to
from hezhang.portal.api.doors import DOORS
from issues.api import PUSHED

UNDER = "api/v1/"
KINDS = {"integer": "整数", "number": "小数", "string": "文本", "boolean": "是否", "array": "数组", "object": "对象"}
FORMATS = {"date": "日期", "date-time": "时间"}
ABOUT = """每次请求在请求头写明令牌：`Authorization: Bearer hz_…`；令牌由河长办负责人发放，读得到的就是它所代表的岗位看得到的。
上报、办理要用“可写入”的令牌，并在请求头写明 `Idempotency-Key`：对方系统里这一次提交的编号，没有收到回答时用同一编号重发，不会办两次。
列表每页默认 100 行，最多 500 行：照用回答中的 `next` 读下一页，直到它为 null。"""

SIGNED = """由河长办负责人在“数据接口”登记对方地址后，每一步变动依次推送。验签：请求头 `X-Hezhang-Signature` 应等于 `sha256=` 加上
HMAC-SHA256（签名密钥，`X-Hezhang-Timestamp` 的值 + `.` + 请求体原文）的十六进制；时间与现在相差超过五分钟的不收。收妥后回 2xx。"""


@cache
def document() -> dict[str, Any]:
    """The API in OpenAPI. Made once in each process: it hangs on nothing but the code."""
    told = SchemaGenerator(patterns=[path(UNDER, include((addresses(DOORS), "api")))]).get_schema(public=True)
    told["info"]["description"] = ABOUT
    told["webhooks"] = {event: told_to(title, SIGNED, fields()) for event, (title, fields) in PUSHED.items()}
    return told


@dataclass(frozen=True)
class Named:
    """A parameter or a field, in words."""

    name: str
    kind: str
    words: str
    values: list[tuple[str, str]]


@dataclass(frozen=True)
class SentTold:
    """What may be sent to an address."""

    title: str
    about: str
    address: str
    example: str
    by_form: bool
    fields: list[Named]


@dataclass(frozen=True)
class DoorTold:
    door: type[Door]
    about: str
    address: str
    single: str  # "" where there is none
    parameters: list[Named]
    fields: list[Named]
    sent: list[SentTold]

    @property
    def reads(self) -> bool:
        return self.door.reads

    @property
    def example(self) -> str:
        return f"{self.address}?{self.door.example}" if self.door.example else self.address


def pushed_told() -> list[tuple[str, str, list[Named]]]:
    """(event, title, fields) of what is pushed."""
    return [
        (event, title, [Named(name, _kind(schema), words, []) for name, (schema, words) in fields().items()])
        for event, (title, fields) in PUSHED.items()
    ]


def doors_told() -> list[DoorTold]:
    return [_told(door) for door in DOORS]


def _told(door: type[Door]) -> DoorTold:
    address = f"/{UNDER}{door.many}" if door.document else f"/{UNDER}{door.many}/"
    asked = document()["paths"][address].get("get", {})
    sent = list(_sent(door, address))
    if not asked:
        return DoorTold(door, (door.__doc__ or "").strip(), address, "", [], [], sent)
    single = next((each for each in document()["paths"] if each.startswith(f"{address}{{") and each.endswith("}/")), "")
    parameters = [
        Named(each["name"], _kind(each["schema"]), each["description"], _values(door, each))
        for each in asked["parameters"]
    ]
    return DoorTold(door, asked["description"], address, single, parameters, list(_fields(asked)), sent)


def _sent(door: type[Door], address: str) -> Iterable[SentTold]:
    """Of the list's address, and of those below one row."""
    places = [(address, door.takes)] if door.takes else []
    places += [(f"{address}{{id}}/{last}/", one) for last, one in door.takes_one.items()]
    for place, one in places:
        rows = [
            Named(name, _kind(schema), f"{words}{'（必填）' if name in one.needed else ''}", [])
            for name, (schema, words) in one.fields.items()
        ]
        yield SentTold(one.title, one.about, place, one.example, one.by_form, rows)


def _values(door: type[Door], parameter: dict[str, Any]) -> list[tuple[str, str]]:
    """With the words that the list's page has for them."""
    words = (
        {tab.key: tab.label for tab in door.spec.tabs}
        if parameter["name"] == "tab"
        else choices_of(door.spec, parameter["name"])
    )
    return [(value, words.get(value, "")) for value in parameter["schema"].get("enum", ())]


def _fields(asked: dict[str, Any]) -> Iterable[Named]:
    (body,) = asked["responses"]["200"]["content"].values()
    found = body["schema"].get("properties", {}).get("results", {}).get("items", {}).get("$ref", "")
    if not found:
        return
    row = document()["components"]["schemas"][found.rpartition("/")[2]]
    for name, schema in row["properties"].items():
        words = schema.get("description") or schema.get("title", "")
        yield Named(name, _kind(schema), words.partition("\n")[0].removeprefix("* "), _enum(schema))


def _enum(schema: dict[str, Any]) -> list[tuple[str, str]]:
    """Drawn from the lines that the schema has for its values: ``* `town` - 乡级``."""
    lines = [line.split("` - ", 1) for line in schema.get("description", "").splitlines() if line.startswith("* `")]
    return [(parts[0].removeprefix("* `"), parts[1]) for parts in lines if len(parts) > 1]


def _kind(schema: dict[str, Any]) -> str:
    kinds = schema.get("type", "object")
    names = kinds if isinstance(kinds, list) else [kinds]
    words = next(
        (FORMATS.get(schema.get("format", ""), KINDS.get(name, str(name))) for name in names if name != "null"), ""
    )
    return f"{words}，可为空" if "null" in names else words
