"""The history of monitoring sections, with what was filed for their months."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.office.journal.traced import Traced, trace
from rivers.water.models import Section, SectionMonth

trace(
    Traced(
        thing="section",
        model=Section,
        rows=lambda post: Section.objects.visible_to(post).select_related("river", "region"),
        rule=sees_business,
        url=Section.get_absolute_url,
        labels={"readings": "监测值", "months": "重新评价的月数"},
        also=lambda section: [SectionMonth._base_manager.filter(section=section.pk)],
    )
)
