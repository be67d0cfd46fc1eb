"""What a program sends: read, refused in words, carried out once under the number that the other system has for it."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from hezhang.core.api.models import ApiToken, ApiWrite
from hezhang.core.api.problems import Misasked
from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.kernel.words import shortened

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.api.entering import TokenRequest

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{8,80}")
READS_ONLY = "此令牌只能读取。要上报或办理，请由河长办负责人另发一个“可写入”的令牌。"
NO_KEY = f"请在请求头写明 {HEADER}：对方系统里这一次提交的编号（8 到 80 个字母、数字或符号）。没有收到回答时用同一编号重发，不会办两次。"
USED = "编号 {} 已用于另一次提交（{}，{}），内容与此次不同，原来的结果未改动。要另办一次，请换一个编号；要重发原来的一次，请照原样发送。"
NOT_JSON = "请求体应为 JSON 对象（UTF-8），如 {“text”: “…”}。"


@dataclass(frozen=True)
class Told:
    """What came of it: the answer, and the row that it is about."""

    answer: dict[str, Any]
    about: models.Model
    status: int = int(HTTPStatus.OK)


@dataclass(frozen=True)
class Sending:
    """One thing sent: by whose post, about which row (None: a new one), with what; ``number`` is made from the sender's key."""

    post: Post
    row: Any
    content: dict[str, Any]
    files: Mapping[str, Any]
    number: uuid.UUID


@dataclass(frozen=True)
class Sent:
    """What may be sent to an address: ``act`` carries it out in the transaction that also keeps the answer.

    ``fields``: name → (schema, words), for the description; ``needed``: those that must be there.
    """

    name: str
    title: str
    about: str
    act: Callable[[Sending], Told]
    fields: dict[str, tuple[dict[str, Any], str]]
    answers: dict[str, tuple[dict[str, Any], str]]
    needed: tuple[str, ...] = ()
    status: int = int(HTTPStatus.OK)
    by_form: bool = False  # a file comes in multipart/form-data
    example: str = ""
    refusals: Mapping[str, str] = field(default_factory=dict)


def taken(request: TokenRequest, sent: Sent, row: Any) -> dict[str, Any]:
    """Status and data of the answer. Raises Refusal in words; nothing of what was refused is kept, nor its number."""
    token = request.token
    if not token.writes:
        raise NotAllowed(READS_ONLY)
    key = request.headers.get(HEADER, "").strip()
    if not KEY.fullmatch(key):
        raise Misasked(NO_KEY)
    content = {} if sent.by_form else content_of(request)
    if unknown := sorted(set(content) - set(sent.fields)):
        names = "、".join(shortened(name, 40) for name in unknown[:5])
        raise Misasked(f"没有这个字段：{names}。可用的字段有：{'、'.join(sorted(sent.fields))}。")
    system = system_of(token)
    number = uuid.uuid5(uuid.NAMESPACE_OID, f"hezhang.api:{system.pk}:{key}")
    sending = Sending(request.post, row, content, request.FILES if sent.by_form else {}, number)
    written = _once(system, key, sent, sending)
    return {"data": written.answer, "status": written.status}


def content_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent; what cannot be read, or could not be stored, is told and not guessed."""
    try:
        found = json.loads(request.body.decode("utf8"), parse_constant=_no_constant)
        json.dumps(found, ensure_ascii=False).encode("utf8")  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        raise Misasked(NOT_JSON) from None
    if not isinstance(found, dict):
        raise Misasked(NOT_JSON)
    return found


def _no_constant(word: str) -> None:
    raise ValueError(word)


def as_form(content: Mapping[str, Any]) -> QueryDict:
    """As a page would send it, so that the same form judges it. Raises Misasked for what no field is."""
    found = QueryDict(mutable=True)
    for name, value in content.items():
        if value is None or value is False:
            continue
        found.setlist(name, [_plain(name, each) for each in (value if isinstance(value, list) else [value])])
    return found


def _plain(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "on"
    if not isinstance(value, (str, int, float)):
        raise Misasked(f"字段 {shortened(name, 40)} 应为文本、数字、是否，或它们的列表。")
    if len(text := str(value)) > 20_000 or "\0" in text:
        raise Misasked(f"字段 {shortened(name, 40)} 过长，或含有不能保存的字符。")
    return text


def refuse_wrong(errors: Mapping[str, Iterable[str]]) -> None:
    """Raise what a form or a service found wrong, each at its field."""
    fields = {name: " ".join(words) for name, words in errors.items()}
    if fields:
        first = next(iter(fields.items()))
        where = "" if first[0] == "__all__" else f"字段 {first[0]}："
        raise Refusal(f"没有办理。{where}{first[1]}", fields=fields)


def system_of(token: ApiToken) -> ApiToken:
    """The first token of the same system: renewed ones share its numbers."""
    while token.former is not None:
        token = token.former
    return token


def _once(system: ApiToken, key: str, sent: Sent, sending: Sending) -> ApiWrite:
    digest = _digest(sent, sending)
    known = ApiWrite.objects.filter(token=system, key=key).first()
    if known:
        return _again(known, digest)
    try:
        with transaction.atomic():
            # First the number: the same sent twice at once waits here, and is then answered what the first was.
            row = ApiWrite.objects.create(token=system, key=key, door=sent.name, digest=digest, at=timezone.now())
            told = _acted(sent, sending)
            row.status, row.answer, row.about = told.status, told.answer, shortened(str(told.about), 200)
            row.save(update_fields=["status", "answer", "about"])
            record(
                "token.write", system, post=sending.post, after={"door": sent.title, "key": key, "about": told.about}
            )
    except IntegrityError:
        known = ApiWrite.objects.filter(token=system, key=key).first()
        if known is None:
            raise
        return _again(known, digest)
    return row


def _acted(sent: Sent, sending: Sending) -> Told:
    try:
        return sent.act(sending)
    except ValidationError as wrong:
        refuse_wrong(wrong.message_dict if hasattr(wrong, "error_dict") else {"__all__": wrong.messages})
        raise


def _again(known: ApiWrite, digest: str) -> ApiWrite:
    if known.digest != digest:
        when = f"{timezone.localtime(known.at):%Y-%m-%d %H:%M}"
        raise Refusal(USED.format(known.key, when, known.about), status=int(HTTPStatus.CONFLICT))
    return known


def _digest(sent: Sent, sending: Sending) -> str:
    """Of what was sent and where: the same in another order of its fields is the same."""
    files = {name: hashlib.sha256(file.read()).hexdigest() for name, file in sorted(sending.files.items())}
    for file in sending.files.values():
        file.seek(0)
    row = sending.row.pk if sending.row is not None else None
    told = json.dumps([sent.name, row, sending.content, files], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()
