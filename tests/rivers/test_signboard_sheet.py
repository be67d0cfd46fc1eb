"""The print sheet: true size, every word that the board has to say, the code that leads to the board's own address."""

import re
import zlib

import pytest
from django.urls import reverse

from rivers.boards.models import BoardPattern
from rivers.lines.services import draw_line
from tests.rivers.boarding import put_up

pytestmark = pytest.mark.django_db
TURN = [(27.88 + n / 500, 120.80 + n * n / 9000) for n in range(12)]


@pytest.fixture
def drawn(cast, settings):
    settings.PUBLIC_ADDRESS = "https://hz.example.cn"
    draw_line(cast.village_reach, TURN, by=cast.clerk)
    return put_up(cast)


def words_of(pdf: bytes) -> str:
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    found = [each for stream in streams for each in re.findall(rb"<([0-9a-f]+)> Tj", zlib.decompress(stream))]
    return "".join(bytes.fromhex(each.decode()).decode("utf-16-be") for each in found)


def test_both_sides_as_svg_at_true_size(enter, cast, drawn):
    client, url = enter(cast.clerk), reverse("rivers:signboard_svg", args=[drawn.pk])
    front, back = (client.get(url, {"side": side}).content.decode() for side in ("0", "1"))
    assert 'width="1500mm" height="1000mm" viewBox="0 0 1500 1000"' in front
    assert "澄溪河湖长公示牌" in front and "尚有田（村党支部书记）" in front and "<polyline" in front
    assert f"hz.example.cn/g/{drawn.token}/" in front and "禁止" not in front
    assert "禁止下列行为" in back and "style=" not in front + back


def test_the_pdf_has_a_page_for_each_side_and_says_the_same(enter, cast, drawn):
    data = enter(cast.clerk).get(reverse("rivers:signboard_pdf", args=[drawn.pk])).content
    assert data.startswith(b"%PDF-1.4") and data.count(b"/Type /Page /Parent") == 2
    assert b"/MediaBox [0 0 4251.97 2834.65]" in data
    said = words_of(data)
    assert "澄溪河湖长公示牌" in said and "禁止下列行为" in said
    for number, place in enumerate(re.findall(rb"(\d{10}) 00000 n", data), 1):
        assert data[int(place) :].startswith(b"%d 0 obj" % number)


def test_long_words_fit_and_are_escaped(enter, cast, drawn):
    BoardPattern.objects.create(name="长", order=0, front="标题、河长、禁止行为", bans="\n".join(["很长的话" * 40] * 9))
    drawn.reach.tenures.get().post.user.__class__.objects.filter(pk=cast.village_chief.user_id).update(name="<b>&")
    page = enter(cast.clerk).get(reverse("rivers:signboard_svg", args=[drawn.pk])).content.decode()
    assert "&lt;b&gt;&amp;" in page and "<b>" not in page
    assert all(float(y) <= 1000 for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"', page))
    assert enter(cast.clerk).get(reverse("rivers:signboard_svg", args=[drawn.pk]), {"side": "1"}).status_code == 404


def test_without_a_public_address_the_page_warns(enter, cast, drawn, settings):
    url = reverse("rivers:signboard_sheet", args=[drawn.pk])
    assert "请勿用于制作" not in enter(cast.clerk).get(url).content.decode()
    settings.PUBLIC_ADDRESS = ""
    assert "请勿用于制作" in enter(cast.clerk).get(url).content.decode()
