"""What is said once about a ledger as a whole: units and rivers that nobody has entered yet, and what to do first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html

from hezhang.core.accounts.models import Department
from hezhang.core.web.importing.desk.plan import NEW, SAME, Act
from hezhang.core.web.importing.desk.rows import Row
from issues.ledger.choices import State
from issues.ledger.models import Issue

Named = Callable[[str], Sequence[Department]]
SHOWN = 12
SEVERAL = re.compile(r"[、，,;；/\s]")  # several units in one cell are none that could be entered
MOST = 60  # units in one address
NO_RIVER = "没有登记名为"


def remarks_of(
    rows: list[Row], acts: list[Act], stored: Callable[[Row], Issue | None], named: Named
) -> list[tuple[str, str]]:
    """``stored``: the issue that a row already is; ``named``: the units that a name may mean."""
    return [*_rivers(rows), *_units(acts, named), *_now_known(acts, stored, named)]


def _rivers(rows: list[Row]) -> list[tuple[str, str]]:
    told = [row for row in rows if row.text("river")]
    lost = [row for row in told if any(each.reason.startswith(NO_RIVER) for each in row.refusals)]
    if not told or len(lost) < len(told):
        return []
    url = reverse("desk:desk")
    remedy = format_html(
        '请先导入<a href="{0}?kind=chiefs">河长名录</a>（同时建立河湖、河段）或<a href="{0}?kind=rivers">河湖</a>，再导入台账。',
        url,
    )
    return [("台账里的河湖都还没有登记。", remedy)]


def _words(row: Row) -> str:
    return str(row.get("unit", "")) or str(row.get("lead", ""))


def _units(acts: list[Act], named: Named) -> list[tuple[str, str]]:
    words = [_words(act.row) for act in acts if act.what == NEW and not act.row.is_refused]
    unknown = Counter(each for each in words if each and len(named(each)) != 1)
    if not unknown:
        return []
    few = "、".join(f"{name}（{count} 行）" for name, count in unknown.most_common(SHOWN))
    more = f"等 {len(unknown)} 个" if len(unknown) > SHOWN else ""
    single = [name for name in unknown if not named(name) and not SEVERAL.search(name)][:MOST]
    asked = "?" + urlencode({"name": single}, doseq=True)
    remedy = format_html(
        '<a class="btn btn-sm btn-primary" href="{}{}">一并登记这 {} 个单位</a>登记后自动回到本页重新试算；已导入的须整批撤销后重导。',
        reverse("people:enter_units"), asked, len(single),
    ) if single else "一格里写着几个单位的，原文记入“原台账”，在办的由河长办交办。"  # fmt: skip
    return [(f"有 {unknown.total()} 行的责任单位没有登记或分不清：{few}{more}。", remedy)]


def _now_known(acts: list[Act], stored: Callable[[Row], Issue | None], named: Named) -> list[tuple[str, str]]:
    """Rows of an earlier import whose unit was entered since: told, and never handed over without a word."""
    told = []
    for act in acts:
        issue = stored(act.row) if act.what == SAME else None
        if issue is None or issue.state != State.REGISTERED or issue.unit_id is not None:
            continue
        words = _words(act.row)
        if words and len(found := named(words)) == 1:
            told.append(f"{issue.number}（{found[0].name}）")
    if not told:
        return []
    more = f"等 {len(told)} 件" if len(told) > SHOWN else ""
    remedy = format_html(
        '本次不改动，<a href="{}">可在台账交办</a>。', reverse("issues:ledger") + "?tab=open&state=registered"
    )
    return [(f"台账中有 {len(told)} 件待交办，责任单位现在认得出：{'、'.join(told[:SHOWN])}{more}。", remedy)]
