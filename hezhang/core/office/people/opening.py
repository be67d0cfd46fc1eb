"""发放账号: one-time links for all who have no password, as a workbook that goes to the people and then disappears."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
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
NOBODY = "没有需要发放的人员：在任人员都已有密码或有效的激活码。忘记密码的，请在其页面上点“重置密码”。"
HEADINGS = ["序号", "姓名", "岗位", "手机号", "用户名", "激活码", "链接"]


def link_to(code: str, site: str) -> str:
    """The whole address that a person opens."""
    return site.rstrip("/") + reverse("accounts:set_password", args=[code])


class OpeningForm(forms.Form):
    """Whom to open accounts for."""

    region = forms.ModelChoiceField(
        label="区划", queryset=Region.objects.none(), required=False, empty_label="全部",
        widget=forms.Select(attrs={"data-autosubmit": True}),
    )  # fmt: skip

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = places(request)


def start(region: Region | None, *, by: Post, site: str) -> Job:
    """The job that makes the links and the workbook; ``site`` is where people reach us, e.g. https://hzb.example/."""
    where = region.name if region else by.region.name
    return jobs.start(KIND, f"发放账号：{where}", {"region": region.pk if region else "", "site": site}, by=by)


@jobs.handler(KIND, keep=KEPT)
def open_accounts(job: Job, progress: jobs.Progress) -> dict[str, Any] | None:
    """Links, journal and the workbook that tells them are one: a job that is run again finds its file and ends."""
    if job.file:
        return None
    region = Region.objects.filter(pk=job.params["region"]).first()
    people = services.people_to_open(region, by=job.post)
    if not people:
        raise jobs.JobError(NOBODY)
    with transaction.atomic():
        opened = services.open_accounts(jobs.counted(progress, len(people), people, every=10), by=job.post)
        with jobs.output(job, f"账号发放表_{timezone.localdate():%Y%m%d}.xlsx") as stream:
            write_table(stream, [_sheet(job.post, opened, job.params["site"])])
        jobs.keep_file(job)
    return {"people": len(opened)}


def _sheet(post: Post, opened: list[Opening], site: str) -> Sheet:
    now = timezone.now()
    return Sheet(
        title="账号发放表",
        heading_line="账号发放表",
        headings=HEADINGS,
        kinds=["integer", *["text"] * (len(HEADINGS) - 1)],
        widths=[6, 10, 40, 14, 18, 24, 60],
        rows=list(_rows(opened, site)),
        note=f"制表人：{post.user.name}　制表时间：{moment_words(now)}　请本人打开链接（或在登录页输入激活码）自己设置密码；7 天内有效，只能用一次",
    )


def _rows(opened: list[Opening], site: str) -> Iterator[list[Any]]:
    for number, one in enumerate(opened, start=1):
        posts = "；".join(post.label for post in one.user.posts_today)
        yield [
            number,
            one.user.name,
            posts,
            mask_phone(one.user.phone),
            one.user.username,
            one.code,
            link_to(one.code, site),
        ]
