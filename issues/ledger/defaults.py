"""Categories and evidence that ship with the product: proposals that every office may edit."""

from hezhang.core.kernel.defaults import add_missing
from issues.clocks.choices import Severity
from issues.ledger.choices import PhotoKind
from issues.ledger.models import Category, EvidenceRule, RaiseTerm, SignOffRule

# 清四乱: 办河湖〔2018〕245号. The rest are the classes in use on hotlines and in patrol systems.
CATEGORIES = [
    ("乱占", "四乱"),
    ("乱采", "四乱"),
    ("乱堆", "四乱"),
    ("乱建", "四乱"),
    ("污水直排", "水质"),
    ("水体异常", "水质"),
    ("漂浮物", "保洁"),
    ("护岸损毁", "工程"),
    ("非法捕捞", "其他"),
    ("公示牌", "工程"),
    # A third of one province's hotline ended here (33.6 %): the office adds classes of its own under 设置.
    ("其他", "其他"),
]
# Before and after are compared on the spot before anything is struck off (Guangdong, 韩江局: 实地复核).
EVIDENCE = [("apply", PhotoKind.AFTER, 1), ("verify", PhotoKind.ON_SITE, 1)]
EVIDENCE += [("hold", PhotoKind.LATER, 1), ("rebound", PhotoKind.LATER, 1)]
# One person alone must not make a grave matter disappear; for 一般 an office of one clerk stays able to work.
TWO_PEOPLE = {Severity.MINOR: False, Severity.SERIOUS: True, Severity.MAJOR: True}
# 申请销号 carries the responsible chief's opinion; no source says for which grade, nor how long one waits: proposals.
OF_TWO, CHIEF_DAYS = {Severity.MAJOR}, {Severity.MAJOR: 3}


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    classes = [Category(name=name, group=group, order=order) for order, (name, group) in enumerate(CATEGORIES, start=1)]
    proofs = [EvidenceRule(verb=verb, kind=kind, at_least=count) for verb, kind, count in EVIDENCE]
    ends = [
        SignOffRule(severity=one, two_people=two, two_checkers=one in OF_TWO, chief_days=CHIEF_DAYS.get(one, 0))
        for one, two in TWO_PEOPLE.items()
    ]
    added = add_missing(classes, "name") + add_missing(proofs, "verb", "kind")
    added += add_missing(ends, "category", "severity")
    # What a village cannot solve goes up at once, and is answered within one workday.
    return added + RaiseTerm.objects.get_or_create(region=None, defaults={})[1]
