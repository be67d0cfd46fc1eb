"""Words of plans."""

from django.db import models

from hezhang.core.kernel.choices import Tier, Toned


class PlanKind(models.TextChoices):
    RIVER = "river", "一河一策"
    ORDER = "order", "总河长令"
    BOOK = "book", "年度任务书"


class PlanState(Toned):
    DRAFT = "draft", "grey", "编制中"
    SUBMITTED = "submitted", "orange", "待审定"
    IN_FORCE = "in_force", "blue", "执行中"
    DONE = "done", "green", "已完成"
    STOPPED = "stopped", "grey", "已终止"


# What has been approved once is read by everybody; a draft by those who write it and by the one who is to approve it.
PUBLISHED = frozenset({PlanState.IN_FORCE, PlanState.DONE, PlanState.STOPPED})
# Whose tasks are counted: a plan that was stopped owes nothing any more.
COUNTED = frozenset({PlanState.IN_FORCE, PlanState.DONE})
WRITING = frozenset({PlanState.DRAFT, PlanState.SUBMITTED})
# What a river cannot end with: in force, or waiting to be.
UNDER_WAY = frozenset({PlanState.SUBMITTED, PlanState.IN_FORCE})


class ItemList(models.TextChoices):
    """The first two of the five lists; tasks, measures and responsibilities stand in one row each, ``PlanTask``."""

    PROBLEM = "problem", "问题清单"
    GOAL = "goal", "目标清单"


class TermWhat(models.TextChoices):
    """What is set by place: how long a cycle lasts, and how many days ahead an owner is reminded."""

    CITY = "city", "方案周期：最高河长为市级（年）"
    COUNTY = "county", "方案周期：最高河长为区县级（年）"
    TOWN = "town", "方案周期：最高河长为乡镇级（年）"
    FIRST = "first", "到期前第一次提醒（天）"
    LAST = "last", "到期前第二次提醒（天）"


CYCLE = {Tier.CITY: TermWhat.CITY, Tier.COUNTY: TermWhat.COUNTY, Tier.TOWN: TermWhat.TOWN, Tier.VILLAGE: TermWhat.TOWN}
# A task without a quantity of its own is counted in its milestones.
STEPS = "个节点"
