"""A door of the API: a list and its rows, read by programs. A room writes what is in it, in its ``api.py``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ViewSet

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import sees_business
from hezhang.core.api import services
from hezhang.core.api.asking import filtered, known_only, names_of, paged, tabbed, values_of
from hezhang.core.api.entering import enter
from hezhang.core.api.writing import Sent, taken
from hezhang.core.web.lists.spec import ListSpec

ROWS = "rows_read"  # on an answer: how many it holds, for the count of reads


class Door(ViewSet):
    """``many``/``one``: the words of its addresses; ``spec``: the list whose filters and order it has.

    ``scoped(post)``: the rows of a list. ``single(post)``: those that may be asked for by key, mostly the same.
    """

    many: ClassVar[str]
    one: ClassVar[str]
    title: ClassVar[str]
    spec: ClassVar[ListSpec]
    serializer: ClassVar[type[BaseSerializer]]
    rule: ClassVar[Any] = staticmethod(sees_business)  # an access.Rule
    lookup: ClassVar[str] = "pk"
    key: ClassVar[str] = "<int:pk>"
    tabs: ClassVar[bool] = True  # whether the list's tabs can be asked for
    paging: ClassVar[dict[str, str]] = {
        "order": "排序，前面加 - 为倒序",
        "page_size": "每页行数（1–500，默认 100）",
        "after": "上一页回答中的游标",
    }
    document: ClassVar[tuple[str, dict[str, Any]] | None] = None  # a list that is one document: its kind and schema
    envelope: ClassVar[Callable[..., dict[str, Any]] | None] = None  # schema of a list that is told otherwise
    example: ClassVar[str] = ""  # what the page 数据接口 asks by way of example
    single_serializer: ClassVar[type[BaseSerializer] | None] = None  # of one row, where it tells more
    reads: ClassVar[bool] = True  # a door may be there for sending alone
    takes: ClassVar[Sent | None] = None  # what may be sent to the list's address
    takes_one: ClassVar[dict[str, Sent]] = {}  # and below a row's: by the last word of the address

    def scoped(self, post: Post) -> QuerySet:
        """The rows that the post may read, as its list has them: every door says it for itself."""
        raise NotImplementedError

    def single(self, post: Post) -> QuerySet:
        return self.scoped(post)

    @classmethod
    def parameters(cls) -> dict[str, str]:
        """All that a list heeds, each with its words."""
        own = {"tab": "分类，不写为全部"} if cls.tabs and cls.spec.tabs else {}
        return names_of(cls.spec) | own | cls.paging

    @classmethod
    def values(cls) -> dict[str, list[str]]:
        """Of those that take one of a few words: which."""
        tabs = {"tab": [tab.key for tab in cls.spec.tabs]} if cls.tabs and cls.spec.tabs else {}
        return values_of(cls.spec) | tabs

    def chosen(self, request: PostRequest) -> QuerySet:
        """The rows that the address asks for."""
        rows = filtered(request, self.spec, self.scoped(request.post))
        return tabbed(request, self.spec, rows, request.post) if self.tabs else rows

    def list(self, request: Request) -> Response:
        asked: Any = request._request
        known_only(asked, set(self.parameters()))
        found = paged(asked, self.spec, self.chosen(asked))
        rows = self.serializer(found.page.rows, many=True, context=self.context(asked)).data
        return _read(Response({"results": rows, "next": found.next_url or None}), len(rows))

    def retrieve(self, request: Request, **key: Any) -> Response:
        asked: Any = request._request
        known_only(asked, set())
        row = get_object_or_404(self.single(asked.post), **{self.lookup: key[self.lookup]})
        return _read(Response(self.serializer_of_one()(row, context=self.context(asked)).data), 1)

    @classmethod
    def serializer_of_one(cls) -> type[BaseSerializer]:
        return cls.single_serializer or cls.serializer

    def create(self, request: Request) -> Response:
        """What is sent to the list's address, under the sender's number."""
        return self._take(request, self.takes, None)

    def send(self, request: Request, **key: Any) -> Response:
        """What is sent about one row."""
        asked: Any = request._request
        row = get_object_or_404(self.single(asked.post), **{self.lookup: key[self.lookup]})
        return self._take(request, self.takes_one[asked.path.rstrip("/").rpartition("/")[2]], row)

    def _take(self, request: Request, sent: Sent | None, row: Any) -> Response:
        asked: Any = request._request
        known_only(asked, set())
        if sent is None:
            raise MethodNotAllowed("POST")
        return Response(**taken(asked, sent, row))

    def context(self, request: PostRequest) -> dict[str, Any]:
        """What the serializers are told beside the row."""
        return {"today": timezone.localdate()}


def _read(response: Response, rows: int) -> Response:
    setattr(response, ROWS, rows)
    return response


def addresses(doors: Iterable[type[Door]]) -> list[URLPattern]:
    """``rivers/`` and ``rivers/<pk>/`` of each."""
    found = []
    for door in doors:
        word = door.many.replace("-", "_").replace(".", "_")
        found.append(path(door.many if door.document else f"{door.many}/", answering(door, "list"), name=word))
        if door.one:
            found.append(path(f"{door.many}/{door.key}/", answering(door, "retrieve"), name=door.one))
        for last in door.takes_one:
            where = f"{door.many}/{door.key}/{last}/"
            found.append(path(where, answering(door, "send"), name=f"{door.one}_{last}"))
    return found


def actions_of(door: type[Door], action: str) -> dict[str, str]:
    """Which method is answered by what."""
    if action == "send":
        return {"post": "send"}
    more = {"post": "create"} if action == "list" and door.takes else {}
    return ({"get": action} if door.reads else {}) | more


def answering(door: type[Door], action: str) -> Callable[..., HttpResponseBase]:
    """The view of a door: stamped with the entrance and the rule, its answer marked, its read noted."""
    inner = door.as_view(actions_of(door, action), detail=action != "list")

    # Compressed although it is answered to who has a secret: nothing in it repeats what was asked, nor holds one.
    @access.through(enter, door.rule)
    @gzip_page
    def view(request: PostRequest, **key: Any) -> HttpResponseBase:
        return answered(request, inner(request, **key), door.many)

    # By these DRF's own readers know it (the schema); the mark csrf_exempt is among them: no cookie counts here.
    for name in ("cls", "actions", "initkwargs", "csrf_exempt"):
        setattr(view, name, getattr(inner, name))
    return view


def answered(request: Any, response: Any, door: str) -> HttpResponseBase:
    """With a mark of what was read, so that asking again for the same is answered in a line (304); noted by system."""
    if isinstance(response, Response):
        response.render()
    if request.method not in ("GET", "HEAD"):
        response["Cache-Control"] = "no-store"
        return response
    if response.status_code != 200 or response.streaming:  # a stream notes itself when it has been read
        return response
    services.note_read(request.token, door=door, rows=getattr(response, ROWS, 0), at=timezone.now())
    return marked(request, response)


def marked(request: Any, response: HttpResponse) -> HttpResponseBase:
    """Of the body itself: it saves the way, not the work, and is never out of date."""
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization"
    # Other conditions (If-Match, If-Unmodified-Since) are for who writes; a reader is answered all the same.
    found = get_conditional_response(request, etag=response["ETag"], response=response)
    return found if found is not None and found.status_code == HTTPStatus.NOT_MODIFIED else response
