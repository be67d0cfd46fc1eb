"""交办单 and 销号表: in three forms, within the issue's scope, from the rows as they stand."""

import pytest
from django.urls import reverse

from hezhang.core.documents.fonts import NoFontError
from hezhang.core.files.services import store_photo
from hezhang.core.kernel.words import day_words
from issues.documents.facts import closing_paper
from issues.documents.facts.common import MOST_PHOTOS
from issues.documents.views import serving
from issues.ledger import services
from issues.ledger.models import Issue
from tests.issues import build
from tests.issues.acts import picture
from tests.issues.papers import said


def url(name: str, issue, form: str = "docx") -> str:
    return f"{reverse(f'issues:{name}', args=[issue.pk])}?form={form}"


def test_dispatch_paper(cast, enter):
    issue = build.dispatched(cast, place="三号桥下游", lat=30.1, lng=120.2)
    answer = enter(cast.handler).get(url("dispatch_paper", issue))
    text = said(answer)
    for words in ("河湖问题交办单", issue.number, "澄江区水利局：", "岸边堆放垃圾约三方", "清运垃圾，恢复岸坡", day_words(issue.due_on),
                  "三号桥下游（东经 120.200000，北纬 30.100000）", "澄江区河长制办公室", "乱堆"):  # fmt: skip
        assert words in text, words
    assert "尚有田" in text  # as the chief of the reach
    assert (
        answer["Content-Type"].endswith("wordprocessingml.document") and "attachment" in answer["Content-Disposition"]
    )
    assert answer["Cache-Control"] == "private, no-store" and answer["X-Content-Type-Options"] == "nosniff"


def test_the_finder_is_on_no_paper(cast, enter):
    issue = build.closed(cast, post=cast.patroller)
    for name in ("dispatch_paper", "closing_paper"):
        assert "巡小舟" not in said(enter(cast.clerk).get(url(name, issue)))


def test_closing_paper_tells_who_did_what(cast, enter):
    text = said(enter(cast.clerk).get(url("closing_paper", build.closed(cast))))
    for words in ("河湖问题整改销号表", "已清运完毕", "施建工", "现场已清理干净", "尚有田", "同意销号", "何长清"):
        assert words in text, words
    assert "（签字）" not in text


def test_closing_paper_before_the_end_leaves_lines_for_the_pen(cast, enter):
    text = said(enter(cast.handler).get(url("closing_paper", build.applied(cast))))
    assert text.count("（签字）") == 2 and "同意销号" not in text


@pytest.mark.parametrize(
    ("name", "words"),
    [("dispatch_paper", "还没有交办"), ("closing_paper", "还没有申请销号"), ("look_back_paper", "还没有回头看")],
)
def test_too_early_says_so(cast, enter, name, words):
    issue = build.registered(cast)
    answer = enter(cast.clerk).get(url(name, issue))
    assert answer.status_code == 409 and words in answer.content.decode()
    assert enter(cast.clerk).get(reverse("issues:papers", args=[issue.pk])).content.strip() == b""


@pytest.mark.fonts
def test_scope_form_and_method(cast, enter):
    issue = build.dispatched(cast)
    for member in ("neighbour_clerk", "town_handler"):
        for name in ("dispatch_paper", "papers"):
            assert enter(cast[member]).get(url(name, issue)).status_code == 404, member
    assert enter(cast.system_admin).get(url("dispatch_paper", issue)).status_code == 403
    client = enter(cast.clerk)
    assert client.get(url("dispatch_paper", issue, "exe")).status_code == 404
    assert client.get(url("dispatch_paper", issue, "png") + "&page=99").status_code == 404
    assert client.post(url("dispatch_paper", issue)).status_code == 405


@pytest.mark.fonts
def test_pdf_and_picture(cast, enter):
    issue = build.dispatched(cast)
    client = enter(cast.clerk)
    assert client.get(url("dispatch_paper", issue, "pdf")).content.startswith(b"%PDF-")
    answer = client.get(url("dispatch_paper", issue, "png"))
    assert answer.content.startswith(b"\x89PNG") and "inline" in answer["Content-Disposition"]


def test_photos_are_bounded_and_a_lost_file_is_said(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photos = [store_photo(picture(red=red), by=cast.handler) for red in range(MOST_PHOTOS + 2)]
    issue = build.rectifying(cast)
    services.apply(issue, cast.handler, measures="已清运完毕", photos=photos)
    found, after = closing_paper(issue).parts[1:]
    assert len(after.shown) == MOST_PHOTOS and after.note == "另有照片 2 张，见系统。"
    assert all(one.jpeg.startswith(b"\xff\xd8") and "整改后" in one.caption for one in after.shown)
    assert found.shown == () and found.note == "照片 1 张的文件已不在，请联系管理员。"


def test_without_fonts_word_is_left(cast, enter, monkeypatch):
    def none() -> None:
        raise NoFontError("服务器上没有中文字体")

    monkeypatch.setattr(serving, "chosen", none)
    issue = build.dispatched(cast)
    page = enter(cast.clerk).get(reverse("issues:papers", args=[issue.pk])).content.decode()
    assert "服务器上没有中文字体" in page and "form=docx" in page


def test_the_issues_page_loads_the_panel(cast, enter):
    issue = build.dispatched(cast)
    assert reverse("issues:papers", args=[issue.pk]) in enter(cast.clerk).get(issue.get_absolute_url()).content.decode()


def test_look_back_paper_tells_every_look_and_what_came_of_it(cast, enter):
    issue, shots = build.closed(cast), [build.photo(cast.patroller)]
    services.hold(issue, cast.patroller, photos=shots, words="岸坡完好")
    text = said(enter(cast.clerk).get(url("look_back_paper", issue)))
    for words in ("河湖问题回头看记录", "岸坡完好", "巩固", "巡小舟", "未发现反弹"):
        assert words in text, words
    services.rebound(issue, cast.clerk, photos=[build.photo(cast.clerk)], words="又堆了垃圾")
    text = said(enter(cast.clerk).get(url("look_back_paper", issue)))
    assert "又堆了垃圾" in text and f"新问题编号{Issue.objects.get(rebound_of=issue).number}" in text
