"""Suggestions and what is like a problem: why, in words; never filled in, never in the way."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import DepartmentKind
from hezhang.core.accounts.models import Department
from issues.hints import facts
from issues.hints.defaults import WORDS as SHIPPED
from issues.hints.models import Keyword
from issues.hints.rules import Handled, learn, likeness, suggest_classes, suggest_grades, suggest_units
from issues.hints.rules.places import bigrams
from issues.ledger.choices import State
from issues.ledger.models import Category, Issue
from tests.issues import build

WORDS = [("乱占", "养殖"), ("乱占", "网箱"), ("乱堆", "垃圾"), ("乱堆", "建筑垃圾"), ("漂浮物", "水葫芦")]
NOTHING = learn([])


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("湖湾内网箱养殖约三亩", "乱占", "因“养殖”“网箱”"),
        ("桥头堆放建筑垃圾", "乱堆", "因“建筑垃圾”"),
        ("河面水葫芦成片", "漂浮物", "因“水葫芦”"),
    ],
)
def test_a_class_by_its_words(text, name, why):
    first = suggest_classes(text, WORDS, NOTHING)[0]
    assert (first.value, first.why) == (name, why)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("河边无证挖沙", "乱采"), ("夜间盗挖河床", "乱采"), ("船上抽沙", "乱采"), ("河滩偷采砂石", "乱采"), ("岸边私搭菜棚", "乱建"),
        ("滩地上有窝棚", "乱建"), ("堤内乱搭板房", "乱建"), ("河滩种菜", "乱占"), ("堤坡开垦菜地", "乱占"), ("桥下堆放沙石", "乱堆"),
    ],
)  # fmt: skip
def test_the_shipped_words_know_how_people_report(text, name):
    table = [(kind, word) for kind, line in SHIPPED.items() for word in line.split()]
    assert suggest_classes(text, table, NOTHING)[0].value == name


def test_nothing_is_said_of_words_that_say_nothing():
    assert suggest_classes("情况不明", WORDS, NOTHING) == [] == suggest_grades("情况不明", "乱占", [], NOTHING)


def test_the_ledger_teaches_what_the_table_lacks():
    taught = learn([("坝前蓝绿色一片，疑似水华", "水体异常")] * 20 + [("岸边堆放沙发旧家具", "乱堆")] * 30)
    first = suggest_classes("库尾蓝绿色水面疑似水华", WORDS, taught)[0]
    assert first.value == "水体异常" and first.why == "本区台账中 20 件“水体异常”用词相近"
    assert learn([("少", "乱堆")]).scores(bigrams("岸边少")) == {}


@pytest.mark.parametrize(
    ("text", "category", "grade"),
    [
        ("围网养殖占用水面约 6000 平方米", "乱占", "major"),
        ("种植高秆作物 3 亩", "乱占", "serious"),
        ("网箱 200㎡", "乱占", "minor"),
        ("取土约 800 立方米", "乱采", "major"),
        ("堆土约 800 立方米", "乱堆", None),
    ],
)
def test_a_grade_by_its_size(text, category, grade):
    assert [one.value for one in suggest_grades(text, category, [], NOTHING)] == ([grade] if grade else [])


def test_a_unit_by_town_and_class():
    rows = [
        Handled("990102101", "3", "7", "水利局", 9),
        Handled("990102101", "3", "8", "城管局", 3),
        Handled("990102102", "3", "9", "柳岸镇政府", 50, home="990102102"),
        Handled("990102102", "4", "8", "城管局", 50),
    ]
    told = suggest_units(rows, "990102101", "3")
    assert [one.value for one in told] == ["7", "8"] and told[0].why == "近一年本镇此类 12 件中 9 件由其办理"
    assert suggest_units(rows, "990102103", "3")[0].why == "近一年本区此类 12 件中 9 件由其办理"


def test_figures_make_no_difference():
    assert likeness(bigrams("堆放垃圾约 9 立方米"), bigrams("堆放垃圾约 14 立方米")) == 1.0


def test_the_panel_says_why_and_fills_nothing_in(cast, enter):
    build.dispatched(cast)
    issue, client = build.reported(cast, text="桥下游堆放建筑垃圾，占用水域"), enter(cast.clerk)
    asked = client.get(reverse("issues:hints", args=[issue.pk]) + "?both=1").content.decode()
    assert "“建筑垃圾”" in asked and "近一年本镇此类 1 件中 1 件由其办理" in asked and "限期清运堆放物" in asked
    # Another class on the form asks about that class.
    other = Category.objects.get(name="公示牌")
    assert (
        "更换牌面"
        in client.get(reverse("issues:hints", args=[issue.pk]), {"both": 1, "category": other.pk}).content.decode()
    )
    assert Issue.objects.get(pk=issue.pk).category is None
    assert (
        reverse("issues:hints", args=[issue.pk])
        in client.get(reverse("issues:register", args=[issue.pk])).content.decode()
    )
    assert enter(cast.handler).get(reverse("issues:hints", args=[issue.pk])).status_code == 403
    assert enter(cast.neighbour_clerk).get(reverse("issues:hints", args=[issue.pk])).status_code == 404


def test_few_questions_however_long_the_ledger(cast, django_assert_max_num_queries):
    issue = build.registered(cast)
    for number in range(4):
        build.dispatched(cast, text=f"围网第{number}处")
    with django_assert_max_num_queries(9):
        facts.hints(issue, registering=True, dispatching=True)


def test_a_unit_of_another_town_is_questioned_and_may_be_right(cast, enter):
    far = Department.objects.create(name="柳岸镇人民政府", kind=DepartmentKind.TOWN, region=cast.town2)
    issue, client = build.registered(cast), enter(cast.clerk)
    url, data = reverse("issues:dispatch", args=[issue.pk]), {"unit": far.pk, "requirement": "清运", "once": uuid4()}
    data["due_on"] = timezone.localdate() + timedelta(days=20)
    asked = client.post(url, data)
    page = asked.content.decode()
    assert asked.status_code == 422 and "不在当地" in page and f'name="sure" value="{far.pk}"' in page
    assert client.post(url, data | {"sure": far.pk}).status_code == 302
    assert Issue.objects.get(pk=issue.pk).unit == far


def near(client, cast, **more):
    told = {"river": cast.river.pk, "reach": cast.village_reach.pk, "text": "岸边堆放垃圾约五方", "place": "三号桥下"}
    return client.get(reverse("issues:near"), told | more).content.decode()


def test_what_is_like_it_is_told_while_one_types(cast, enter):
    client = enter(cast.clerk)
    assert near(client, cast).strip() == ""
    build.reported(cast)
    for number in range(3):
        issue = build.closed(cast, text=f"桥墩旁弃渣第{number}堆", place="三号桥下")
    page = near(client, cast)
    assert "刚刚登记过同样内容" in page and "同一点位今年已销号 3 次" in page and issue.number in page
    assert "相近的在办问题" in near(client, cast, text="岸边新堆放垃圾和旧家具", place="")
    # What cannot be read yet is left aside, another county is not told of, and nothing is demanded.
    assert "同一点位" in near(client, cast, lat="NaN", text="x" * 600)
    assert near(enter(cast.neighbour_clerk), cast).strip() == "" == near(client, cast, river="x", reach="y").strip()
    assert enter(cast.handler).get(reverse("issues:near")).status_code == 403


def test_by_position_where_there_is_one(cast):
    build.reported(cast, text="甲", lat=30.0, lng=120.0)
    told = {"river": cast.river, "text": "乙", "lat": 30.0005, "lng": 120.0}
    assert len(facts.near(told, by=cast.clerk).open) == 1
    assert not facts.near(told | {"lat": 30.01}, by=cast.clerk)


def test_the_report_page_asks(cast, enter):
    for member in ("clerk", "village_chief"):
        assert reverse("issues:near") in enter(cast[member]).get(reverse("issues:report")).content.decode()


def test_quality_is_measured_on_what_was_not_learned_from(cast, capsys):
    Keyword.objects.filter(word="堆放").delete()
    for number in range(10):
        build.registered(cast, text=f"岸边堆放垃圾第{number}处")
    assert Issue.objects.filter(state=State.REGISTERED).count() == 10
    call_command("suggestion_quality", "990102")
    assert "类别：两者合用：考 2 件，首选对 100%" in capsys.readouterr().out
