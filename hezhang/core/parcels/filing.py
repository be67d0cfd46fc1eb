"""Importing the file of a phone: what is in it, row by row; then, confirmed, taken in."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.files.models import Upload
from hezhang.core.files.services import read_bytes
from hezhang.core.kernel.refusal import INVALID, Refusal
from hezhang.core.parcels import filed
from hezhang.core.parcels.forms import BookForm
from hezhang.core.web.attempts import take_wrong
from hezhang.core.web.importing import store

STORE, ENDING = "parcels", ".json"


@access.when(is_office)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: PostRequest) -> HttpResponse:
    """Put it in, and look at what is in it; nothing of it is taken in yet."""
    form = BookForm(request.POST, request.FILES) if request.method == "POST" else BookForm()
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    try:
        sent = form.cleaned_data["file"]
        if not sent.name.lower().endswith(ENDING):
            raise Refusal("请选手机另存的 .json 文件。", fields={"file": "请选手机另存的 .json 文件。"})
        book = filed.read_book(sent.read())
        lines = filed.look(book, request.post)
        kept = store.keep(STORE, sent, by=request.post, endings=(ENDING,))
    except (Refusal, ValidationError) as wrong:
        take_wrong(form, wrong)
        return _ask(request, form)
    context = {"book": book, "lines": lines, "token": store.token_of(kept)}
    context["new"] = sum(line.state == "new" for line in lines)
    return render(request, "parcels/file_lines.html", context)


def _ask(request: PostRequest, form: BookForm) -> HttpResponse:
    return render(request, "parcels/file.html", {"form": form}, status=INVALID if form.errors else 200)


@access.when(is_office)
@require_POST
def bring_in(request: PostRequest) -> HttpResponse:
    """Confirmed: what is new goes in. Once more brings nothing in a second time."""
    upload = _kept(request)
    try:
        book = filed.read_book(read_bytes(upload))
        lines = filed.bring_in(book, request.post, timezone.now(), upload.sha256)
    except (Refusal, OSError) as wrong:
        form = BookForm({})
        form.errors.clear()
        form.add_error(None, str(wrong) if isinstance(wrong, Refusal) else "文件已不在，请重新上传。")
        return _ask(request, form)
    return render(request, "parcels/file_lines.html", {"book": book, "lines": lines, "token": "", "new": 0})


def _kept(request: PostRequest) -> Upload:
    upload = store.find(request.post, STORE, request.POST.get("token", ""))
    if upload is None:
        raise Http404
    return upload
