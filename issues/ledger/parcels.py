"""上报问题 as a parcel of a phone: which numbers are problems here, and what becomes of one that comes in a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count
from django.http import QueryDict

from hezhang.core.kernel.refusal import demand
from hezhang.core.kernel.words import shortened
from hezhang.core.parcels.kinds import Kind, Receipt, register
from hezhang.core.parcels.services import Content
from hezhang.core.workflow.late import filled_in
from issues.ledger import rules
from issues.ledger.forms import report_form_for
from issues.ledger.models import Issue

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.parcels.filed import Filed

REPORT = "report"
FROM_FILE = "由河长办从手机另存的文件导入，没有代本人上报；本人的手机传来时再登记。"


def known(user_id: int, ids: Collection[UUID]) -> Mapping[UUID, Receipt]:
    """Of these numbers, the problems that this person has reported."""
    mine = Issue.objects.filter(reporter__user_id=user_id, client_id__in=ids).annotate(photo_count=Count("evidence"))
    return {row.client_id: (row.get_absolute_url(), str(row), row.photo_count) for row in mine}


def look(filed: Filed, posts: Sequence[Post], by: Post) -> tuple[Post, Content]:
    """Never entered in somebody's name from a file (decision 0061): kept with its photos, for the office to read and register."""
    demand(rules.may_report(posts[0]))
    data = QueryDict(mutable=True)
    for name, values in filed.fields.items():
        data.setlist(name, list(values))
    form = report_form_for(posts[0])(data, post=posts[0])
    words = filled_in(form) + ([("照片", f"{len(filed.photos)} 张")] if filed.photos else [])
    about = shortened(" ".join(data.get("text", "").split()), 60) or "（没有文字）"
    return posts[0], Content(about, "上报问题", FROM_FILE, filed.fields, words)


register(Kind(REPORT, "上报问题", known=known, look=look, file_words="收下，等河长办核对后登记；不代本人上报"))
