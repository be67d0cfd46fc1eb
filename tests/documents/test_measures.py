"""GB/T 9704-2012, measured: in the XML of the .docx, and with a ruler on the page that Typst has drawn."""

import pytest

from hezhang.core.documents import measures as m
from hezhang.core.documents.as_docx import docx
from hezhang.core.documents.as_typst import pictures
from hezhang.core.documents.paper import Paper, Paragraph
from tests.documents.papers import W, bands, ink, whole, xml_of

PX = 10  # a page at 254 ppi has ten points to the millimetre


def twips(mm: float) -> int:
    return round(mm / 25.4 * 1440)


def test_the_docx_page():
    section = next(xml_of(docx(whole())).iter(f"{W}sectPr"))
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert (int(size.get(f"{W}w")), int(size.get(f"{W}h"))) == (twips(210), twips(297))
    for side, mm in (("top", 37), ("bottom", 35), ("left", 28), ("right", 26), ("footer", 25.5)):
        assert abs(int(margin.get(f"{W}{side}")) - twips(mm)) <= 1, side


def runs(paper: Paper) -> dict[str, tuple[str, float, float]]:
    """Text → (font, pt, pt of the line) in the .docx."""
    found = {}
    for paragraph in xml_of(docx(paper)).iter(f"{W}p"):
        for run in paragraph.findall(f"{W}r"):
            text = "".join(piece.text or "" for piece in run.iter(f"{W}t"))
            told = run.find(f"{W}rPr")
            spacing = paragraph.find(f"{W}pPr/{W}spacing")
            if text:
                pitch = int(spacing.get(f"{W}line")) / 20 if spacing.get(f"{W}lineRule") == "exact" else 0
                size = int(told.find(f"{W}sz").get(f"{W}val")) / 2
                found[text] = (told.find(f"{W}rFonts").get(f"{W}eastAsia"), size, pitch)
    return found


def test_the_docx_type():
    found = runs(whole())
    assert found["请于五个工作日内办结，并书面答复。"][:2] in (
        ("方正小标宋简体", 22),
        ("仿宋_GB2312", 16),
        ("仿宋_GB2312", 12),
    )
    assert found["请于五个工作日内办结，并书面答复。："] == ("仿宋_GB2312", 16, 28)
    assert found["一、情况"] == ("黑体", 16, 28)
    assert found["（一）要求"] == ("楷体_GB2312", 16, 28)
    assert found["2026年11月26日"] == ("仿宋_GB2312", 16, 28)
    assert found["抄送：区委督查室，请于五个工作日内办结，并书面答复。。"][:2] == ("仿宋_GB2312", 14)


def test_the_docx_title_indent_and_page_number():
    paper = Paper(title="通报", parts=(Paragraph("正文"),))
    assert runs(paper)["通报"][:2] == ("方正小标宋简体", 22)
    body = [one for one in xml_of(docx(paper)).iter(f"{W}p") if "正文" in "".join(one.itertext())]
    assert int(body[0].find(f"{W}pPr/{W}ind").get(f"{W}firstLine")) == 2 * 16 * 20
    footers = ["".join(xml_of(docx(paper), f"word/footer{i}.xml").itertext()) for i in (1, 2)]
    assert footers == ["— PAGE —", "— PAGE —"]
    assert xml_of(docx(paper), "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None


@pytest.mark.fonts
@pytest.mark.once
def test_the_drawn_page_has_22_lines_of_28_characters_in_the_printing_area():
    paper = Paper(title="通报", parts=(Paragraph("国" * 28 * 60),))
    first, second = (ink(page) for page in pictures(paper, ppi=254)[:2])
    assert first.size == (2100, 2970)
    left, top, right, bottom = second.crop((0, 0, 2100, 2630)).getbbox()
    assert 280 <= left <= 290 and 1830 <= right <= 1840  # 28 mm at the left, 26 at the right
    assert 370 <= top <= 400 and bottom <= 2620  # 37 above, 35 below
    lines = [band for band in bands(second) if band[0] < 2620]
    assert len(lines) == 22
    pitch = (lines[-1][0] - lines[0][0]) / 21 / PX * m.MM_PT
    assert pitch == pytest.approx(28, abs=0.05)
    square = second.crop((0, lines[0][0], 2100, lines[0][1]))
    gaps = [
        x
        for x in range(281, 1840)
        if square.crop((x, 0, x + 1, 99)).getbbox() and not square.crop((x - 1, 0, x, 99)).getbbox()
    ]
    assert len(gaps) == 28
    number = bands(second)[-1]  # the middle of the page number's dashes, 7 mm below
    assert (number[0] + number[1]) / 2 == pytest.approx(2970 - 350 + 70, abs=15)


@pytest.mark.fonts
@pytest.mark.once
def test_the_first_line_of_a_paragraph_is_indented_by_two_characters():
    page = ink(pictures(Paper(title="通报", parts=(Paragraph("国" * 60),)), ppi=254)[0])
    body = [band for band in bands(page) if band[0] < 2620][-3:]
    lefts = [page.crop((0, top, 2100, bottom)).getbbox()[0] for top, bottom in body]
    assert lefts[0] - lefts[1] == pytest.approx(2 * 15.75 / m.MM_PT * PX, abs=5)
    assert lefts[1] == lefts[2]


@pytest.mark.parametrize(
    ("signature", "day"),
    [("澄江区河长制办公室", "2026年11月26日"), ("区办", "2026年11月26日"), ("某" * 24, "2026年1月1日")],
)
def test_signature_and_date_stand_in_the_middle_over_one_another(signature, day):
    ends = m.ending(signature, day)
    middles = [right + m.width_in_characters(text) / 2 for right, text in zip(ends, (signature, day), strict=True)]
    assert middles[0] == pytest.approx(middles[1]) and min(ends) >= 0


@pytest.mark.parametrize(
    ("title", "broken"),
    [
        ("河湖问题交办单", ["河湖问题交办单"]),
        ("关于清源河上堰村段“乱占”问题的挂牌督办通知", ["关于清源河上堰村段“乱占”问题的", "挂牌督办通知"]),
        ("关于澄江“乱占”“乱堆”问题的督办单（已撤回）", ["关于澄江“乱占”“乱堆”问题的", "督办单（已撤回）"]),
        ("二〇二六年第四季度澄江区河长制工作考核情况通报", ["二〇二六年第四季度澄江区", "河长制工作考核情况通报"]),
        ("字" * 50, ["字" * 50]),
    ],
)
def test_a_title_is_broken_where_a_word_ends(title, broken):
    assert m.title_lines(title) == broken
