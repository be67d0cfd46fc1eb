"""One view per verb of the table."""

from hezhang.core.workflow.views import StepViews
from issues.leads import forms, rules, services
from issues.leads.views import pages
from issues.leads.workflow import TABLE

LEADS = StepViews(TABLE, rule=rules.sees_leads, find=pages.find_lead, page=pages.lead_page, home="issues:leads")
confirm_lead = LEADS.view("confirm_lead", forms.ConfirmForm, services.confirm_lead, lambda lead: "已立为问题。")
join_lead = LEADS.view("join_lead", forms.JoinForm, services.join_lead, lambda lead: "已并入。")
dismiss_lead = LEADS.view("dismiss_lead", forms.DismissForm, services.dismiss_lead, lambda lead: "已记为不是问题。")
reopen_lead = LEADS.view("reopen_lead", forms.ReopenForm, services.reopen_lead, lambda lead: "已撤销，待重新核实。")
