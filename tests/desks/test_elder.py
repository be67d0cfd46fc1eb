"""长辈版 of the home and of the report: what is due stands first, the rest under 更多; only phones are asked step by step."""

from bs4 import BeautifulSoup
from django.urls import reverse

from hezhang.portal.desks.board import Desk, Section, Todo


def section(title: str, *todos: str) -> Section:
    return Section(title, [Todo(each, "") for each in todos], "没有。", total=len(todos))


def titles(sections: list[Section]) -> list[str]:
    return [each.title for each in sections]


def test_the_days_work_is_first_and_what_waits_behind_it():
    desk = Desk("", sections=[section("巡河"), section("待我办", "核查"), section("我的任务", "清理")])
    assert (titles(desk.first), titles(desk.rest)) == (["巡河", "待我办"], ["我的任务"])


def test_where_nothing_waits_the_second_is_folded_too():
    desk = Desk("", sections=[section("巡河"), section("待我办"), section("我的任务", "清理")])
    assert (titles(desk.first), titles(desk.rest)) == (["巡河"], ["待我办", "我的任务"])


def read(client, name: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse(name)).content, "html.parser")


def test_the_home_of_a_chief_is_folded_in_large_type_only(cast, enter):
    client = enter(cast.village_chief)
    plain = {each.get_text() for each in read(client, "desks:home").select(".panel-title")}
    client.cookies["elder"] = "1"
    page = read(client, "desks:home")
    [more] = page.select("details.elder-more")
    assert page.select_one(".elder-first .panel-title").get_text().startswith("巡河")
    assert more.find("summary").get_text().startswith("更多")
    assert {each.get_text() for each in page.select(".panel-title")} == plain  # folded, and nothing left out


def test_a_desk_is_not_folded_nor_cut_into_steps(cast, enter):
    client = enter(cast.clerk)
    client.cookies["elder"] = "1"
    assert not read(client, "desks:home").select(".elder-more")
    assert "js/elder" not in str(read(client, "issues:report"))


def test_the_report_and_the_walk_bring_their_script_in_large_type_only(cast, enter):
    client = enter(cast.village_chief)
    walk = f"{reverse('patrols:walk')}?reach={cast.village_reach.pk}"
    for address, script in ((reverse("issues:report"), "js/elder"), (walk, "js/walk/elder")):
        client.cookies["elder"] = "0"
        assert script not in client.get(address).content.decode()
        client.cookies["elder"] = "1"
        assert script in client.get(address).content.decode()
