"""What the menus offer to each role. A line names a URL and the rule that guards it, so a line that shows is a door that opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from assessment.schemes import rules as assessment_rules
from hezhang.core.accounts import rules
from hezhang.core.api.rules import sees_tokens
from hezhang.core.kernel.verdict import YES, Verdict
from hezhang.core.web.importing.desk.fields import may_import
from issues.campaigns.rules import sees_inspections
from issues.leads.rules import sees_leads
from issues.lookback.rules import sees_draws
from patrols.walks import rules as patrol_rules
from rivers.assets import rules as asset_rules

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@dataclass(frozen=True)
class Line:
    label: str
    icon: str
    url: str
    rule: Callable[[Post], Verdict]


def _anyone(post: Post) -> Verdict:
    return YES


MENU: list[tuple[str, list[Line]]] = [
    ("", [Line("工作台", "home", "desks:home", _anyone)]),
    (
        "问题",
        [
            Line("问题台账", "clipboard", "issues:ledger", rules.sees_business),
            Line("问题线索", "info", "issues:leads", sees_leads),
            Line("回头看", "eye", "issues:draws", sees_draws),
            Line("督查抽查", "search", "issues:campaigns", sees_inspections),
        ],
    ),
    (
        "巡河",
        [
            Line("巡河", "play", "patrols:start", rules.is_walker),
            Line("巡河记录", "list", "patrols:patrols", patrol_rules.sees_patrols),
            Line("巡河完成情况", "calendar", "patrols:duty", patrol_rules.sees_patrols),
            Line("还在手机上", "upload", "parcels:parcels", rules.sees_business),
            Line("收下待核对", "inbox", "parcels:helds", rules.is_office),
            Line("巡河预警", "alert", "patrols:warnings", patrol_rules.sees_patrols),
            Line("巡河申诉", "inbox", "patrols:appeals", patrol_rules.sees_patrols),
            Line("巡河请核实", "search", "patrols:oddities", rules.is_office),
            Line("河长请假", "people", "patrols:leaves", patrol_rules.sees_patrols),
            Line("代巡", "swap", "patrols:delegations", patrol_rules.sees_patrols),
        ],
    ),
    (
        "考核",
        [
            Line("历次考核", "chart", "assessment:rounds", assessment_rules.may_read),
            Line("考核方案", "doc", "assessment:schemes", assessment_rules.may_read),
        ],
    ),
    (
        "名录",
        [
            Line("河湖", "river", "rivers:rivers", rules.sees_business),
            Line("河湖地图", "map", "rivers:map", rules.sees_business),
            Line("河长名录", "people", "rivers:chiefs", rules.sees_business),
            Line("总河长", "person", "rivers:heads", rules.sees_business),
            Line("一河一策", "doc", "rivers:plans", rules.sees_business),
            Line("任务台账", "list", "rivers:plan_tasks", rules.sees_business),
            Line("离任交接", "edit", "rivers:handovers", rules.sees_business),
            Line("公示牌", "flag", "rivers:signboards", rules.sees_business),
            Line("监测断面", "water", "rivers:sections", rules.sees_business),
            Line("涉河对象", "pin", "rivers:assets", rules.sees_business),
            Line("水质月报", "edit", "rivers:water_grid", rules.is_office),
        ],
    ),
    (
        "管理",
        [
            Line("数据导入", "upload", "desk:desk", may_import),
            Line("人员与岗位", "person", "people:people", rules.may_manage_people),
            Line("单位", "building", "people:departments", rules.may_manage_people),
            Line("行政区划", "map", "people:regions", rules.may_manage_people),
            Line("参数设置", "gear", "web:settings", rules.may_set_up),
            Line("数据接口", "key", "tokens:tokens", sees_tokens),
            Line("对象类别", "list", "rivers:object_kinds", asset_rules.may_keep_kinds),
            Line("短信与外部消息", "inbox", "notify:outbox", rules.may_set_up),
            Line("待确认事项", "clipboard", "oversight:requests", rules.sees_requests),
            Line("谁担任什么角色", "people", "oversight:roles", rules.may_oversee),
            Line("各角色权限", "list", "desks:powers", rules.may_oversee),
            Line("密码与登录策略", "lock", "oversight:policy", rules.may_oversee),
            Line("账号检查", "shield", "oversight:checks", rules.may_oversee),
            Line("操作日志", "history", "audit:journal", rules.may_read_journal),
        ],
    ),
]
# The phone's tab bar: at most four.
TABS = [
    Line("待办", "home", "desks:home", _anyone),
    Line("巡河", "play", "patrols:start", rules.is_walker),
    Line("问题", "clipboard", "issues:ledger", rules.sees_business),
    Line("我的", "person", "desks:me", _anyone),
]


def menu_for(post: Post, path: str) -> list[dict[str, Any]]:
    """The groups of the left menu, without those that hold nothing for this post."""
    groups = [{"title": title, "items": lines_for(lines, post, path)} for title, lines in MENU]
    return [group for group in groups if group["items"]]


def lines_for(lines: list[Line], post: Post, path: str) -> list[dict[str, Any]]:
    """The lines that the post may open; the one that is open is marked."""
    allowed = [{"label": line.label, "icon": line.icon, "url": reverse(line.url)} for line in lines if line.rule(post)]
    # The longest URL that the path begins with is where we are.
    here = max((item["url"] for item in allowed if path.startswith(item["url"])), key=len, default="")
    return [{**item, "active": item["url"] == here and (here != "/" or path == "/")} for item in allowed]
