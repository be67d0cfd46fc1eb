"""One view per verb of the workflow table."""

from hezhang.core.workflow.views import StepViews
from issues.ledger import forms, rules, services
from issues.ledger.models import Issue
from issues.ledger.views.pages import find, page
from issues.ledger.workflow import TABLE


def _lost(pk: int) -> Issue | None:
    """The issue, whoever sees it by now."""
    return Issue.objects.with_names().filter(pk=pk).first()


VERBS = StepViews(TABLE, rule=rules.sees_ledger, find=find, page=page, home="issues:ledger", lost=_lost)
register = VERBS.view("register", forms.RegisterForm, services.register)
settle = VERBS.view("settle", forms.SettleForm, services.settle)
pass_on = VERBS.view("pass_on", forms.PassOnForm, services.pass_on)
dispatch = VERBS.view("dispatch", forms.DispatchForm, services.dispatch)
endorse = VERBS.view("endorse", forms.EndorseForm, services.endorse)
check_first = VERBS.view("check_first", forms.CheckFirstForm, services.check_first)
sign_for = VERBS.view("sign_for", forms.SignForm, services.sign_for)
return_ = VERBS.view("return", forms.ReturnForm, services.return_)
rectify = VERBS.view("rectify", forms.RectifyForm, services.rectify)
apply = VERBS.view("apply", forms.ApplyForm, services.apply)
verify = VERBS.view("verify", forms.VerifyForm, services.verify)
supplement = VERBS.view("supplement", forms.SupplementForm, services.supplement)
send_back = VERBS.view("send_back", forms.SendBackForm, services.send_back)
close = VERBS.view("close", forms.CloseForm, services.close)
reject = VERBS.view("reject", forms.RejectForm, services.reject)
recall = VERBS.view("recall", forms.RecallForm, services.recall)
reassign = VERBS.view("reassign", forms.ReassignForm, services.reassign)
correct = VERBS.view("correct", forms.CorrectForm, services.correct)
nudge = VERBS.view("nudge", forms.NudgeForm, services.nudge)
answer = VERBS.view("answer", forms.AnswerForm, services.answer)
ask_extension = VERBS.view("ask_extension", forms.AskExtensionForm, services.ask_extension)
grant_extension = VERBS.view("grant_extension", forms.GrantExtensionForm, services.grant_extension)
refuse_extension = VERBS.view("refuse_extension", forms.RefuseExtensionForm, services.refuse_extension)
suspend = VERBS.view("suspend", forms.SuspendForm, services.suspend)
resume = VERBS.view("resume", forms.ResumeForm, services.resume)
merge = VERBS.view("merge", forms.MergeForm, services.merge)
unmerge = VERBS.view("unmerge", forms.UnmergeForm, services.unmerge)
hold = VERBS.view("hold", forms.HoldForm, services.hold)
rebound = VERBS.view("rebound", forms.ReboundForm, services.rebound)
clear_false = VERBS.view("clear_false", forms.ClearFalseForm, services.clear_false)
involve = VERBS.view("involve", forms.InvolveForm, services.involve)
assist = VERBS.view("assist", forms.AssistForm, services.assist)
redate = VERBS.view("redate", forms.RedateForm, services.redate)
