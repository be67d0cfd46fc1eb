"""One view per verb of the workflow table."""

from hezhang.core.workflow.views import StepViews
from issues.ledger import forms, rules, services
from issues.ledger.views.pages import find, page
from issues.ledger.workflow import TABLE

VERBS = StepViews(TABLE, rule=rules.sees_ledger, find=find, page=page, home="issues:ledger")
register = VERBS.view("register", forms.RegisterForm, services.register)
dispatch = VERBS.view("dispatch", forms.DispatchForm, services.dispatch)
sign_for = VERBS.view("sign_for", forms.SignForm, services.sign_for)
return_ = VERBS.view("return", forms.ReturnForm, services.return_)
rectify = VERBS.view("rectify", forms.RectifyForm, services.rectify)
apply = VERBS.view("apply", forms.ApplyForm, services.apply)
verify = VERBS.view("verify", forms.VerifyForm, services.verify)
supplement = VERBS.view("supplement", forms.SupplementForm, services.supplement)
send_back = VERBS.view("send_back", forms.SendBackForm, services.send_back)
close = VERBS.view("close", forms.CloseForm, services.close)
reject = VERBS.view("reject", forms.RejectForm, services.reject)
