"""One view per verb of the tables."""

from hezhang.core.workflow.views import StepViews
from issues.campaigns import forms, rules, services
from issues.campaigns.models import Visit
from issues.campaigns.views import pages
from issues.campaigns.workflow import TABLE, VISIT_TABLE

CAMPAIGNS = StepViews(
    TABLE, rule=rules.sees_campaigns, find=pages.find_campaign, page=pages.campaign_page, home="issues:campaigns"
)
draw_campaign = CAMPAIGNS.view(
    "draw_campaign", forms.DrawForm, services.draw_campaign, lambda one: "已抽取。核对河段和分组后点“启动”。"
)
redraw_campaign = CAMPAIGNS.view(
    "redraw_campaign", forms.RedrawForm, services.redraw_campaign, lambda one: "已重抽，原来的抽取留存在抽取说明里。"
)
leave_out_reach = CAMPAIGNS.view(
    "leave_out_reach",
    forms.LeaveOutForm,
    services.leave_out_reach,
    lambda one: "已排除，已经抽中的请重抽。" if one.seed else "已排除，抽取时不列入。",
)
take_back_reach = CAMPAIGNS.view(
    "take_back_reach", forms.TakeBackForm, services.take_back_reach, lambda one: "已恢复，下次抽取可以抽到。"
)
start_campaign = CAMPAIGNS.view(
    "start_campaign", forms.StartForm, services.start_campaign, lambda one: "已启动，检查人员会收到通知。"
)
finish_campaign = CAMPAIGNS.view(
    "finish_campaign", forms.FinishForm, services.finish_campaign, lambda one: "已办结，被查乡镇会收到通知。"
)
cancel_campaign = CAMPAIGNS.view("cancel_campaign", forms.CancelForm, services.cancel_campaign, lambda one: "已取消。")


def _lost(pk: int) -> Visit | None:
    """The visit, whoever sees it by now."""
    return Visit.objects.with_names().filter(pk=pk).first()


VISITS = StepViews(
    VISIT_TABLE,
    rule=rules.sees_campaigns,
    find=pages.find_visit,
    page=pages.visit_page,
    home="issues:visits",
    lost=_lost,
)
submit_visit = VISITS.view(
    "submit_visit", forms.SubmitForm, services.submit_visit, lambda one: "已提交，督查办结以前可以改正。"
)
amend_visit = VISITS.view("amend_visit", forms.AmendForm, services.amend_visit, lambda one: "已改正。")
