"""What a line's column of kinds says: which office, of the region or of a reach. Pure."""

from __future__ import annotations

import re

from hezhang.core.web.importing.desk.rows import Row
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.importing.words import AS_ABOVE, heading_of
from rivers.heads.choices import HeadKind

LEVEL = r"(省级?|市级?|区县级?|县级?|区级?|乡镇级?|乡级?|镇级?|街道级?|村级?|社区级?)?"
WATER = r"(河道|河湖库?|河库|河|湖)?"
# In this order: 副总河长 is no 总河长, and 民间河长 none of the office's.
WORDS: list[tuple[str, str]] = [
    (HeadKind.VICE, rf"{LEVEL}(常务|第一)?副总{WATER}长(常务)?"),
    (HeadKind.GENERAL, rf"{LEVEL}(第一|双)?总{WATER}长"),
    (TenureKind.DEPUTY, rf"{LEVEL}(常务)?副{WATER}长"),
    (TenureKind.POLICE, rf"{LEVEL}{WATER}(警长|民警|警察)"),
    (TenureKind.LIAISON, rf"{LEVEL}{WATER}长?(制)?(联系|联络|协助|对口|牵头)(单位|部门|人|员)"),
    (TenureKind.PATROLLER, rf"{LEVEL}(专职|兼职)?(巡河|巡查|护河|巡湖|河道巡查|河道管理)员"),
    (TenureKind.CIVIL, rf"{LEVEL}(民间|企业|志愿|义务|乡贤|党员|巾帼|青年){WATER}长"),
]
PATTERNS = [(kind, re.compile(words)) for kind, words in WORDS]
HEADS = frozenset(HeadKind.values)
LABELS = dict(HeadKind.choices) | dict(TenureKind.choices)


def other_kind(row: Row) -> str:
    """The kind of a line that names no responsible chief; "" for one that does, or says nothing that is known."""
    said = heading_of(row.text("kind")) if row.has("kind") else ""
    if not said or said in AS_ABOVE:
        return ""
    return next((kind for kind, pattern in PATTERNS if pattern.fullmatch(said)), "")


def split(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Lines of responsible chiefs, and of all others."""
    others = [row for row in rows if row.has("name") and other_kind(row)]
    apart = set(map(id, others))
    return [row for row in rows if id(row) not in apart], others
