"""One view per verb of the table, but for the plan's own form."""

from hezhang.core.workflow.forms import StepForm
from hezhang.core.workflow.views import StepViews
from issues.ledger.rules import sees_ledger
from issues.stages import forms, services
from issues.stages.models import Stage, StagePlan
from issues.stages.views import pages
from issues.stages.workflow import TABLE


def _plan_of(stage: Stage) -> StagePlan:
    return stage.plan


HOME = "issues:stages"
PLANS = StepViews(TABLE, rule=sees_ledger, find=pages.find_plan, page=pages.plan_page, home=HOME)
STAGES = StepViews(TABLE, rule=sees_ledger, find=pages.find_stage, page=pages.stage_page, home=HOME, whole=_plan_of)
confirm_stages = PLANS.view(
    "confirm_stages", StepForm, services.confirm_stages, lambda plan: "方案已确认，各项阶段任务开始计时。"
)
return_stages = PLANS.view("return_stages", forms.ReturnForm, services.return_stages, lambda plan: "方案已退回修改。")
add_stage = PLANS.view("add_stage", forms.AddForm, services.add_stage, lambda plan: "已增加，责任单位会收到通知。")
finish_stage = STAGES.view("finish_stage", forms.FinishForm, services.finish_stage, lambda stage: "已报完成。")
reopen_stage = STAGES.view("reopen_stage", forms.ReopenForm, services.reopen_stage, lambda stage: "已退回，时限不变。")
move_stage = STAGES.view(
    "move_stage", forms.MoveForm, services.move_stage, lambda stage: "时限已调整，责任单位会收到通知。"
)
drop_stage = STAGES.view("drop_stage", forms.DropForm, services.drop_stage, lambda stage: "已取消。")
