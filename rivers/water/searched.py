"""What monitoring sections are found by."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.kernel.words import initials
from hezhang.core.search.sources import Hit, Source, register
from rivers.water.models import Section


def text(section: Section) -> str:
    parts = [section.name, initials(section.name), section.code, section.river.name, initials(section.river.name)]
    return " ".join([*parts, section.region.name])


def hit(section: Section) -> Hit:
    line = f"{section.river.name} · {section.region.name} · 目标{section.get_target_display()}"
    return Hit(section.name, line, section.get_absolute_url())


register(
    Source(
        kind="section",
        title="监测断面",
        icon="water",
        model=Section,
        text=text,
        fields=frozenset({"name", "code", "river", "region"}),
        joined=("river", "region"),
        leans={"river": "name", "region": "name"},
        rank=70,
        rows=lambda post: Section.objects.visible_to(post).select_related("river", "region"),
        name="name",
        order=("code",),
        hit=hit,
        list_url="rivers:sections",
        list_also="tab=all",
        rule=sees_business,
    )
)
