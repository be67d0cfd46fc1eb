"""How the points came about, in words that a town reads."""

from __future__ import annotations

from decimal import Decimal

from assessment.figures.choices import Counted
from assessment.figures.rules.scoring import ItemResult
from assessment.schemes.choices import IndicatorShape
from assessment.schemes.models import Indicator


def number(value: Decimal) -> str:
    """A figure without idle zeros: 38, 0.5."""
    return f"{value.normalize():f}"


def explain(indicator: Indicator, item: ItemResult, short: str = "季") -> str:
    """20 × 38/40 = 19.00; 0.5 × 3 = 1.50，扣 1.50 分; what does not take part says where its points went."""
    if not item.is_applicable:
        return f"本{short}没有可计入的数据，不参评；分值按比例分摊到其他参评指标。"
    if indicator.shape == IndicatorShape.VETO:
        return "触发一票否决，等次受限。" if item.figure.numerator else "未触发。"
    if indicator.shape == IndicatorShape.RATE:
        return _rate(indicator, item)
    return _times(indicator, item)


def _rate(indicator: Indicator, item: ItemResult) -> str:
    figure = f"{number(item.figure.numerator)}/{number(item.figure.denominator)}"
    words = f"{number(item.weight)} × {figure} = {item.computed:.2f}"
    if item.weight != indicator.points:
        words += f"（有不参评项，满分由 {number(indicator.points)} 调整为 {number(item.weight)}）"
    return words


def _times(indicator: Indicator, item: ItemResult) -> str:
    if not item.figure.numerator:
        return "没有加分情况。" if indicator.shape == IndicatorShape.BONUS else "没有扣分情况。"
    verb = "加" if indicator.shape == IndicatorShape.BONUS else "扣"
    product = indicator.points * item.figure.numerator
    words = f"{number(indicator.points)} × {number(item.figure.numerator)} = {product:.2f}，{verb} {abs(item.computed):.2f} 分"
    if abs(item.computed) < product and indicator.cap is not None:
        words += f"（上限 {number(indicator.cap)} 分）"
    if item.counted == Counted.OVERALL and indicator.shape == IndicatorShape.DEDUCT:
        words += "（本组不参评，从总分中扣）" if indicator.group_id else "（从总分中扣）"
    if item.counted == Counted.NOT:
        words += "（本组不参评，不计）"
    return words
