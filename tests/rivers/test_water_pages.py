"""What the pages of a section and a river say of the water: the picture, last year, the trend and its warning."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rivers.water.models import SectionTrend
from rivers.water.services import MonthIn, create_section, record_month, save_months

# A warning is told while its months are the latest.
pytestmark = pytest.mark.clock("2026-11-25T12:00")


def months(section, count: int, figure, *, skip=(), year: int = 2023) -> None:
    """``count`` months from January of the year on; ``figure(n)`` is the ammonia of the n-th."""
    days = [date(year + n // 12, n % 12 + 1, 1) for n in range(count)]
    rows = [MonthIn(section, day, {"nh3n": figure(n), "do": "7.6"}) for n, day in enumerate(days) if n not in skip]
    save_months(rows, by=None)


@pytest.fixture
def client(cast, enter):
    return enter(cast.clerk)


def page(client, url: str, **query: str) -> str:
    return client.get(url, query).content.decode()


def test_a_trend_is_kept_from_24_months_on_and_warns_where_it_opens(client, section):
    months(section, 22, lambda n: f"{0.3 + n * 0.02:.2f}", year=2025)
    assert not SectionTrend.objects.exists()
    assert "满 24 个月后判断" in page(client, section.get_absolute_url(), item="nh3n")
    months(section, 34, lambda n: f"{0.3 + n * 0.02:.2f}", year=2024)
    trend = SectionTrend.objects.get(item="nh3n")
    assert (trend.words, trend.months, trend.last, trend.is_worse) == ("氨氮高度显著上升", 34, date(2026, 10, 1), True)
    assert trend.slope == pytest.approx(0.24)
    assert SectionTrend.objects.get(item="do").words == "溶解氧无显著变化"
    told = page(client, section.get_absolute_url(), item="nh3n")
    assert (
        "水质预警" in told and "氨氮高度显著上升（2024年1月至2026年10月 34 个月" in told and "每年约 +0.24 mg/L" in told
    )
    opens = f"{section.get_absolute_url()}?item=nh3n#picture"
    lists = [reverse("rivers:sections"), reverse("rivers:river_water", args=[section.river_id])]
    assert all(opens in page(client, url) for url in lists)
    assert section.name in page(client, lists[0], tab="warned") and "水质预警断面" in page(client, "/")


def test_a_warning_goes_when_the_figures_are_put_right(cast, client, section):
    months(section, 34, lambda n: f"{0.3 + n * 0.02:.2f}", year=2024)
    months(section, 34, lambda n: "0.30", year=2024)
    assert SectionTrend.objects.get(item="nh3n").words == "氨氮无显著变化"
    assert "水质预警断面" not in page(client, "/")


def test_the_picture_has_words_gaps_bands_and_the_target(client, section):
    months(section, 22, lambda n: "0.025L" if n == 3 else "0.80", skip={5}, year=2025)
    record_month(by=None, section=section, month=date(2025, 8, 1), readings={}, monitored="dry")
    told = page(client, section.get_absolute_url(), item="nh3n")
    assert '<title id="wide-title">上桥断面氨氮逐月变化（mg/L）</title>' in told
    assert "20 个月有数据；最低 0.025L（2025年4月），最高 0.80（2025年1月）" in told
    assert "2025年6月 未填报" in told and "2025年8月 断流" in told and "目标（Ⅲ类 ≤ 1）" in told
    # Broken at the two gaps, between which July stands alone.
    wide = told.split('class="water-chart water-wide"')[1].split("</svg>")[0]
    assert wide.count('class="series"') == 2 and wide.count("is-below") == 1 and wide.count('class="target"') == 1
    assert all(f'band-{n}"' in wide for n in (1, 2, 3, 4)) and ">Ⅲ</text>" in wide


def test_the_change_against_the_same_month_of_last_year(client, section):
    months(section, 22, lambda n: "0.80" if n < 12 else "1.20", year=2025)
    assert "2026年10月氨氮 1.20 mg/L，上年同月 0.80 mg/L，上升 50.0%。" in page(
        client, section.get_absolute_url(), item="nh3n"
    )
    told = page(client, section.get_absolute_url())
    assert "2026年10月水质类别 Ⅳ类 轻度污染，上年同月 Ⅲ类 良好，变差 1 个类别。" in told
    assert "最好 Ⅲ类 良好（2025年1月），最差 Ⅳ类 轻度污染（2026年1月）" in told


def test_a_section_page_costs_the_same_at_any_length(client, section):
    costs = []
    for count in (1, 30):
        months(section, count, lambda n: "0.80", year=2024)
        with CaptureQueriesContext(connection) as queries:
            client.get(section.get_absolute_url(), {"item": "nh3n"})
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15


def test_a_river_is_judged_from_its_sections(cast, client, section):
    facts = {"river": cast.river, "region": cast.town, "target": 3, "body": "river"}
    others = [create_section(by=None, name=f"断面{n}", code=f"S{n}", **facts) for n in (2, 3)]
    for each, figure in zip([section, *others], ("0.3", "0.3", "3.0"), strict=True):
        record_month(by=None, section=each, month=date(2026, 9, 1), readings={"nh3n": "0.3"})
        record_month(by=None, section=each, month=date(2026, 8, 1), readings={"nh3n": figure})
    told = page(client, reverse("rivers:river_water", args=[cast.river.pk]))
    # September is 0.3: Ⅱ. The third quarter is the mean of the sections' means (0.3, 0.3, 1.65): 0.75, Ⅲ.
    assert "2026年9月" in told and "2026年1—9月" in told and "各断面指标平均值" in told
    lines = {row.split("</td>")[0]: row for row in told.split('<td data-label="时段">')[1:]}
    assert "Ⅱ类" in lines["2026年9月"] and "Ⅲ类" in next(row for name, row in lines.items() if "季" in name)
    assert "3 个断面不足 8 个月" in lines["2026年1—9月"]
    more = [create_section(by=None, name=f"断面{n}", code=f"S{n}", **facts) for n in (4, 5)]
    for each in more:
        record_month(by=None, section=each, month=date(2026, 9, 1), readings={"nh3n": "0.3"})
    assert "断面类别比例：Ⅰ～Ⅲ类 100.0%" in page(client, reverse("rivers:river_water", args=[cast.river.pk]))
