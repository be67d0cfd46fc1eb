"""The check list that ships with the product: a proposal that every office may edit."""

from hezhang.core.kernel.defaults import add_missing
from issues.campaigns.models import CheckLine
from issues.ledger.models import Category

# What 督查 of the four 清四乱 (办河湖〔2018〕245号) and of boards looks at, each with the class of what is found wrong.
LINES = [
    ("水面、岸坡没有垃圾和漂浮物", "漂浮物"),
    ("没有侵占水域、滩地和乱堆乱建", "乱占"),
    ("没有污水直排，排污口无异常", "污水直排"),
    ("水体没有黑臭、异色、死鱼", "水体异常"),
    ("护岸、堤防、护栏完好", "护岸损毁"),
    ("公示牌完好，河长和电话正确", "公示牌"),
    ("以前发现的问题已整改到位", ""),
]


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    known = {category.name: category for category in Category.objects.filter(region=None)}
    lines = [
        CheckLine(text=text, category=known.get(name), order=number * 10)
        for number, (text, name) in enumerate(LINES, start=1)
    ]
    return add_missing(lines, "text")
