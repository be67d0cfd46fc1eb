"""One view per verb of the workflow table; a plan begins on a page of its own (``editing``)."""

from hezhang.core.accounts.rules import sees_business
from hezhang.core.workflow.forms import StepForm
from hezhang.core.workflow.views import StepViews
from rivers.plans import forms, services
from rivers.plans.views import pages
from rivers.plans.workflow import TABLE

PLANS = StepViews(TABLE, sees_business, pages.find_plan, pages.plan_page, "rivers:plans")

submit_plan = PLANS.view("submit_plan", forms.SubmitForm, services.submit_plan, lambda plan: "已送审，等审定人审定。")
approve_plan = PLANS.view(
    "approve_plan", forms.ApproveForm, services.approve_plan, lambda plan: "已审定，方案开始执行。"
)
return_plan = PLANS.view("return_plan", forms.ReturnForm, services.return_plan, lambda plan: "已退回修改。")
revise_plan = PLANS.view(
    "revise_plan", StepForm, services.revise_plan, lambda plan: "已生成修订稿，见下方“新版”。审定以前，这一版照常执行。"
)
copy_plan = PLANS.view(
    "copy_plan", forms.CopyForm, services.copy_plan, lambda plan: "已生成下一周期的方案稿，见下方“新版”。"
)
finish_plan = PLANS.view("finish_plan", StepForm, services.finish_plan, lambda plan: "已办结。")
stop_plan = PLANS.view("stop_plan", forms.StopForm, services.stop_plan, lambda plan: "已终止。")
resume_plan = PLANS.view("resume_plan", forms.ResumeForm, services.resume_plan, lambda plan: "已恢复执行。")
