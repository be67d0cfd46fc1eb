"""An undo: it names the later batch in its way, and leaves no message that leads to nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.refusal import Refusal
from hezhang.core.notify.models import Message, Outbox
from hezhang.core.notify.services import tell
from rivers.registry.models import River
from tests.imports.desks import book, bring_in, undo

RIVERS = [["名称", "类别", "所属区划", "编码"], ["柳溪", "河流", "澄江区", "990102R9001"]]
SECTIONS = [["断面", "河湖", "考核区划", "目标"], ["柳溪出口", "柳溪", "澄江区", "Ⅲ类"]]


def test_the_later_batch_that_holds_a_row_is_named(cast):
    first = bring_in("rivers", book(RIVERS), by=cast.clerk).batch
    later = bring_in("sections", book(SECTIONS), by=cast.clerk).batch
    with pytest.raises(Refusal, match=f"请先撤销第 {later.pk} 批（监测断面，1 行）"):
        undo(first)
    undo(later)
    undo(first)
    assert not River.objects.filter(name="柳溪").exists()


def test_the_later_batch_that_has_changed_a_row_is_named(cast):
    first = bring_in("rivers", book(RIVERS), by=cast.clerk).batch
    rows = [[*RIVERS[0], "长度（km）"], [*RIVERS[1], 8]]
    later = bring_in("rivers", book(rows), by=cast.clerk).batch
    with pytest.raises(Refusal, match=f"已被修改.*请先撤销第 {later.pk} 批（{later.title}，1 行）"):
        undo(first)


def test_messages_about_what_is_gone_lose_their_link(cast, settings, enter):
    settings.NOTIFY_WEBHOOK_URL = "https://example.invalid/hook"
    batch = bring_in("rivers", book(RIVERS), by=cast.clerk).batch
    river, now = River.objects.get(name="柳溪"), timezone.now()
    for key, url in (("a", river.get_absolute_url()), ("b", f"{river.get_absolute_url()}edit/"), ("c", "/")):
        tell(cast.clerk.user_id, kind="x", title="请看", body="有事。", key=key, url=url, at=now)
    undo(batch)
    assert list(Message.objects.filter(url="").order_by("key").values_list("key", flat=True)) == ["a", "b"]
    assert not Message.objects.filter(url="", read_at=None).exists()
    assert [one.message.key for one in Outbox.objects.all()] == ["c"]
    page = enter(cast.clerk).get(reverse("notify:message", args=[Message.objects.get(key="a").pk]))
    assert f"已随第 {batch.pk} 批导入一并撤销" in page.content.decode()
