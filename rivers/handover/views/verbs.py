"""One view per verb of the workflow table."""

from hezhang.core.accounts.rules import sees_business
from hezhang.core.workflow.forms import StepForm
from hezhang.core.workflow.views import StepViews
from rivers.handover import forms, services
from rivers.handover.views import pages
from rivers.handover.workflow import TABLE

SHEETS = StepViews(TABLE, sees_business, pages.find_handover, pages.handover_page, "rivers:handovers")

hand_over = SHEETS.view("hand_over", StepForm, services.hand_over, lambda sheet: "您已移交签字，待接收人签字。")
take_over = SHEETS.view("take_over", StepForm, services.take_over, lambda sheet: "您已接收签字，待河长办监交。")
witness = SHEETS.view("witness", StepForm, services.witness, lambda sheet: "已监交，离任交接办结。")
file_paper = SHEETS.view(
    "file_paper", forms.PaperForm, services.file_paper, lambda sheet: "已登记纸质签字，离任交接办结。"
)
recount = SHEETS.view("recount", StepForm, services.recount, lambda sheet: "已按今天的情况重新盘点。")
undo = SHEETS.view("undo", forms.UndoForm, services.undo, lambda sheet: "已撤销离任登记，原任期恢复。")
