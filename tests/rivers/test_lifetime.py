"""对象建立时间, 对象终止时间: what must have ended before, what it looks like afterwards, and the way back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from issues.ledger import services as ledger
from rivers.chiefs.services import appoint, dismiss
from rivers.cutting.services import split_reach
from rivers.lines.services import draw_line
from rivers.registry.models import Reach
from rivers.registry.services import create_reach, edit_reach, edit_river

LINE = [(28.1, 120.1), (28.11, 120.12), (28.12, 120.14)]


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def bare(cast):
    """澄溪 with one village reach that nothing hangs on, and whose day of entry nobody knows."""
    facts = {"river": cast.river, "tier": "village", "region": cast.village, "parent": cast.town_reach}
    return create_reach(by=None, code="L1", name="旧渠段", **facts)


def refusal(act) -> str:
    with pytest.raises(ValidationError) as refused:
        act()
    return " ".join(refused.value.messages)


def test_the_last_day_is_neither_before_the_first_nor_ahead(cast, bare, today):
    tomorrow = today + timedelta(days=1)
    first = {"established_on": today, "ended_on": today - timedelta(days=1)}
    assert "不能早于对象建立时间" in refusal(lambda: edit_reach(bare, first, by=cast.clerk))
    for row, edit in ((bare, edit_reach), (cast.river, edit_river)):
        told = refusal(lambda edit=edit, row=row: edit(row, {"ended_on": tomorrow}, by=cast.clerk))
        assert "终止时间不能晚于今天" in told


def test_a_reach_ends_and_comes_back(cast, enter, bare, today):
    client, url = enter(cast.clerk), bare.get_absolute_url()
    edit = reverse("rivers:edit_reach", args=[bare.pk])
    data = {"name": bare.name, "code": bare.code, "tier": "village", "region": bare.region_id, "bank": "both"}
    data |= {"parent": cast.town_reach.pk, "version": 1, "established_on": "", "ended_on": today - timedelta(days=1)}
    assert client.post(edit, data).status_code == 302
    page = client.get(url).content.decode()
    assert "终止，只供查阅" in page and "目前没有责任河长" not in page and "任命河长" not in page and edit in page
    listed = reverse("rivers:reaches")
    assert bare.name not in client.get(listed).content.decode()
    assert bare.name in client.get(listed, {"tab": "ended"}).content.decode()
    tree = reverse("rivers:river_reaches", args=[cast.river.pk])
    assert bare.name not in client.get(tree).content.decode()
    assert bare.name in client.get(tree, {"only": "ended"}).content.decode()
    assert client.post(edit, data | {"version": 2, "ended_on": ""}).status_code == 302
    assert bare.name in client.get(tree).content.decode()


def test_what_stands_in_a_reach_is_named(cast, board, today):
    ledger.report(
        by=cast.clerk, text="垃圾", river=cast.river, region=cast.village, reach=cast.village_reach, source="hotline"
    )
    told = refusal(lambda: edit_reach(cast.village_reach, {"ended_on": today}, by=cast.clerk))
    assert "“澄溪上桥村段”还不能终止，请先办理：" in told
    assert (
        "任职未结束的河长 1 名（尚有田）" in told
        and "未销号问题 1 件（M" in told
        and "未拆除的公示牌 1 块（B1）" in told
    )
    told = refusal(lambda: edit_reach(cast.town_reach, {"ended_on": today}, by=cast.clerk))
    assert "下级河段 2 段（澄溪上桥村段、澄溪下桥村段）" in told


def test_a_chief_who_leaves_on_the_last_day_is_in_nobodys_way(cast, bare, today):
    tenure = appoint(by=None, post=cast.village_chief, reach=bare, kind="deputy", starts_on=date(2025, 1, 1))
    dismiss(tenure, today, by=None)
    assert "任职未结束" in refusal(lambda: edit_reach(bare, {"ended_on": today - timedelta(days=1)}, by=cast.clerk))
    edit_reach(bare, {"ended_on": today}, by=cast.clerk)
    assert not Reach.objects.standing(today + timedelta(days=1)).filter(pk=bare.pk).exists()


def test_a_river_ends_after_its_reaches_and_then_gets_no_new_ones(cast, enter, today):
    assert "河段 4 段" in refusal(lambda: edit_river(cast.river, {"ended_on": today}, by=cast.clerk))
    Reach.objects.filter(river=cast.river).update(ended_on=today - timedelta(days=3))
    edit_river(cast.river, {"ended_on": today - timedelta(days=2)}, by=cast.clerk)
    facts = {"river": cast.river, "tier": "village", "region": cast.village}
    assert "不能再在其中新增河段" in refusal(lambda: create_reach(by=cast.clerk, code="L9", name="新段", **facts))
    client = enter(cast.clerk)
    page = client.get(cast.river.get_absolute_url()).content.decode()
    assert "终止，只供查阅" in page and "新增河段" not in page
    assert cast.river.get_absolute_url() not in client.get(reverse("rivers:rivers")).content.decode()
    assert cast.river.get_absolute_url() in client.get(reverse("rivers:rivers"), {"tab": "ended"}).content.decode()
    for url in (reverse("issues:report"), reverse("rivers:create_section")):
        assert ">澄溪</option>" not in client.get(url).content.decode()


def test_what_lies_in_something_ended_does_not_come_back_alone(cast, today):
    Reach.objects.filter(river=cast.river).update(ended_on=today)
    edit_river(cast.river, {"ended_on": today}, by=cast.clerk)
    reach = Reach.objects.get(pk=cast.village_reach.pk)
    told = refusal(lambda: edit_reach(reach, {"ended_on": None}, by=cast.clerk))
    assert "不能恢复" in told and "“澄溪桥头镇段”已于" in told and "“澄溪”已于" in told


def test_what_a_split_has_ended_comes_back_by_a_join(cast, bare, today):
    draw_line(bare, LINE, by=None)
    split_reach(bare, 0.5, names=("上半段", "下半段"), codes=("L1-a", "L1-b"), by=cast.clerk, on=today)
    bare.refresh_from_db()
    told = refusal(lambda: edit_reach(bare, {"ended_on": None}, by=cast.clerk))
    assert "已拆分为" in told and "要恢复请用合并" in told


def test_nobody_is_appointed_to_a_reach_that_ended_meanwhile(cast, bare, today):
    stale = Reach.objects.get(pk=bare.pk)
    edit_reach(bare, {"ended_on": today}, by=cast.clerk)
    told = refusal(lambda: appoint(by=None, post=cast.village_chief, reach=stale, kind="deputy", starts_on=today))
    assert "终止" in told
