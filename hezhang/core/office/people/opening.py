"""发放账号: temporary passwords for all who have none, as a workbook that goes to the people and then disappears."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts import services
from hezhang.core.accounts.models import Post, Region
from hezhang.core.accounts.services import Opening
from hezhang.core.kernel.words import mask_phone, moment_words
from hezhang.core.office.people.lists import places
from hezhang.core.web import jobs
from hezhang.core.web.excel import Sheet, write_table
from hezhang.core.web.models import Job

KIND = "people.open_accounts"
# Long enough to be handed on, short enough that nobody finds it on the server later.
KEPT = timedelta(hours=24)
NOBODY = "没有需要发放的人员：在任人员都已有密码。忘记密码的，请在其页面上点“重置密码”。"
HEADINGS = ["序号", "姓名", "岗位", "手机号", "用户名", "临时密码"]


class OpeningForm(forms.Form):
    """Whom to open accounts for."""

    region = forms.ModelChoiceField(
        label="区划", queryset=Region.objects.none(), required=False, empty_label="全部",
        widget=forms.Select(attrs={"data-autosubmit": True}),
    )  # fmt: skip

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = places(request)


def start(region: Region | None, *, by: Post) -> Job:
    """The job that makes the passwords and the workbook."""
    where = region.name if region else by.region.name
    return jobs.start(KIND, f"发放账号：{where}", {"region": region.pk if region else ""}, by=by)


@jobs.handler(KIND, keep=KEPT)
def open_accounts(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """Passwords, journal and the workbook that tells them are one: a job that is run again finds its file and ends."""
    if job.file:
        return None
    region = Region.objects.filter(pk=job.params["region"]).first()
    people = services.people_to_open(region, by=job.post)
    if not people:
        raise jobs.JobError(NOBODY)
    # Before the transaction: a thousand argon2 hashes take minutes, in which nothing may be locked.
    prepared = [services.prepare(user) for user in jobs.counted(progress, len(people), people, every=10)]
    with transaction.atomic():
        opened = services.open_accounts(prepared, by=job.post)
        with jobs.output(job, f"账号发放表_{timezone.localdate():%Y%m%d}.xlsx") as stream:
            write_table(stream, [_sheet(job.post, opened)])
        jobs.keep_file(job)
    return {"people": len(opened)}


def _sheet(post: Post, opened: list[Opening]) -> Sheet:
    now = timezone.now()
    return Sheet(
        title="账号发放表",
        heading_line="账号发放表",
        headings=HEADINGS,
        kinds=["integer", *["text"] * (len(HEADINGS) - 1)],
        widths=[6, 10, 40, 14, 18, 18],
        rows=list(_rows(opened)),
        note=f"制表人：{post.user.name}　制表时间：{moment_words(now)}　用户名或手机号加密码登录，首次登录须修改密码",
    )


def _rows(opened: list[Opening]) -> Iterator[list[Any]]:
    for number, one in enumerate(opened, start=1):
        posts = "；".join(post.label for post in one.user.posts_today)
        yield [number, one.user.name, posts, mask_phone(one.user.phone), one.user.username, one.password]
