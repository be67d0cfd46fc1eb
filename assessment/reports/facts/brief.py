"""The page a leader keeps: who stands where, why points were lost, what needs a decision.

Everything is read from stored scores, so a frozen round says the same for ever; nothing is computed anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.rounds.facts import results
from assessment.rounds.models import GroupScore, Round, Score, Subject
from assessment.schemes.choices import IndicatorShape
from assessment.schemes.models import Band, Indicator

# What fits one line, or one A4 page with thirty towns.
REASONS, NAMES, SHARED, FALL = 3, 5, 2, 3
NOTHING = "本期没有需要研究决定的事项。"


@dataclass(frozen=True)
class Line:
    """One subject as the page shows it."""

    subject: Subject
    rank_before: int | None
    scores: list[Score]

    @property
    def name(self) -> str:
        return self.subject.region.name

    @property
    def moved(self) -> int | None:
        """Places gained since the last round (negative: lost); None without a last round."""
        return None if self.rank_before is None else self.rank_before - self.subject.rank

    @property
    def movement(self) -> str:
        """↑2, ↓1, 持平, or — where there is nothing to compare with."""
        if self.moved is None:
            return "—"
        return f"{'↑' if self.moved > 0 else '↓'}{abs(self.moved)}" if self.moved else "持平"

    @property
    def reasons(self) -> str:
        """The three scores that cost most, in words."""
        return "；".join(map(loss_words, results.largest_losses(self.scores, REASONS))) or "没有失分"


@dataclass(frozen=True)
class Brief:
    """A round as the page needs it; bands run from the best to the worst."""

    lines: list[Line]
    bands: list[Band]
    left_out: dict[str, list[str]]  # group → the subjects it did not take part for

    def where(self, test: Callable[[Line], bool]) -> list[str]:
        """The names of the lines that pass."""
        return [line.name for line in self.lines if test(line)]


def brief_of(found: Round) -> Brief:
    """The round's page; five queries, whatever the number of subjects."""
    before = results.previous_ranks(found)
    scores: dict[int, list[Score]] = defaultdict(list)
    for score in Score.objects.filter(subject__round=found).select_related("indicator__group"):
        scores[score.subject_id].append(score)
    subjects = list(found.subjects.select_related("region"))
    lines = [Line(subject, before.get(subject.region_id), scores[subject.pk]) for subject in subjects]
    return Brief(lines, list(found.scheme.bands.all()), _left_out(found))


def _left_out(found: Round) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    rows = GroupScore.objects.filter(subject__round=found, is_applicable=False)
    for group, subject in rows.order_by("group__order", "subject__rank").values_list(
        "group__name", "subject__region__name"
    ):
        names[group].append(subject)
    return dict(names)


def loss_words(score: Score) -> str:
    """巡河完成率 38/40，失 1.00 分; 逾期问题 3 项，扣 1.50 分."""
    one = score.indicator
    if one.shape == IndicatorShape.RATE:
        return f"{one.name} {_figure(score.numerator)}/{_figure(score.denominator)}，失 {score.loss:.2f} 分"
    return f"{one.name} {_figure(score.numerator)} 项，扣 {score.loss:.2f} 分"


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}"


def matters(page: Brief) -> list[str]:
    """What needs a decision, the gravest first; each line says who, what, and what is asked for."""
    found = [line for rule in RULES for line in rule(page)]
    return [f"{number}. {line}" for number, line in enumerate(found or [NOTHING], 1)]


def _vetoed(page: Brief) -> Iterator[str]:
    if names := page.where(lambda line: line.subject.is_vetoed):
        cap = next((band.name for band in page.bands if band.is_cap), "")
        yield f"{listed(names)}触发一票否决{f'，等次不高于“{cap}”' if cap else ''}：请研究处理意见。"


def _failing(page: Brief) -> Iterator[str]:
    """The lowest band is what an office talks to its towns about (约谈; 苍溪县 2018: 提示 → 约谈 → 通报)."""
    worst = page.bands[-1].name if page.bands else ""
    if names := page.where(lambda line: bool(worst) and line.subject.band == worst and not line.subject.is_vetoed):
        yield f"{listed(names)}等次为“{worst}”：请决定是否约谈。"


def _last_again(page: Brief) -> Iterator[str]:
    """Last twice running; several in a row lead to a special dispatch (合肥, 总河长令 1号, 2020: three months)."""
    ranks = [line.subject.rank for line in page.lines]
    before = [line.rank_before for line in page.lines if line.rank_before is not None]
    if len(set(ranks)) < 2 or not before:
        return
    if names := page.where(lambda line: line.subject.rank == max(ranks) and line.rank_before == max(before)):
        yield f"{listed(names)}连续两期末位：请决定是否专项调度。"


def _fallen(page: Brief) -> Iterator[str]:
    fallen = [line for line in page.lines if line.moved is not None and line.moved <= -FALL]
    if fallen:
        names = [f"{line.name}（第 {line.rank_before} → {line.subject.rank} 名）" for line in fallen]
        yield f"{listed(names)}名次明显下降：建议听取情况说明。"


def _shared(page: Brief) -> Iterator[str]:
    """What more than half of them lose points for is not one town's matter."""
    losers: dict[Indicator, list[Score]] = defaultdict(list)
    for line in page.lines:
        for score in line.scores:
            if score.loss > 0:
                losers[score.indicator].append(score)
    common = [(one, rows) for one, rows in losers.items() if len(rows) * 2 > len(page.lines) > 1]
    for one, rows in sorted(common, key=lambda pair: (-_lost(pair[1]), pair[0].order))[:SHARED]:
        yield f"共性问题“{one.name}”：{len(rows)} 个乡镇失分，合计 {_lost(rows):.2f} 分，建议统一部署。"


def _lost(scores: Iterable[Score]) -> Decimal:
    return sum((score.loss for score in scores), Decimal(0))


def _left_out_words(page: Brief) -> Iterator[str]:
    for group, names in page.left_out.items():
        who = "全部乡镇" if len(names) == len(page.lines) else listed(names)
        yield f"“{group}”没有可计入的数据，{who}不参评（分值已分摊到其他分组）：请确认是否补充数据。"


def _overridden(page: Brief) -> Iterator[str]:
    scores = [score for line in page.lines for score in line.scores if score.override is not None]
    if scores:
        yield f"人工核定 {len(scores)} 项，理由见“分项得分”：请确认。"


RULES: Sequence[Callable[[Brief], Iterator[str]]] = (
    _vetoed, _failing, _last_again, _fallen, _shared, _left_out_words, _overridden,
)  # fmt: skip


def listed(names: Sequence[str]) -> str:
    """甲镇、乙镇; from six on: the first five and how many there are."""
    more = f"等 {len(names)} 个乡镇" if len(names) > NAMES else ""
    return "、".join(names[:NAMES]) + more
