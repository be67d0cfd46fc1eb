"""One view per verb of the workflow table: of the round, and of its parts, an entry by hand and a figure."""

from assessment.rounds import forms, services
from assessment.rounds.models import ManualEntry, Round, Score
from assessment.rounds.views import pages
from assessment.rounds.workflow import TABLE
from assessment.schemes.rules import may_read
from hezhang.core.accounts import access
from hezhang.core.kernel.words import day_words
from hezhang.core.workflow.forms import StepForm
from hezhang.core.workflow.views import StepViews


def _round_of_score(score: Score) -> Round:
    return score.subject.round


def _round_of_entry(entry: ManualEntry) -> Round:
    return entry.round


HOME = "assessment:rounds"
ROUNDS = StepViews(TABLE, may_read, pages.find_round, pages.round_page, HOME)
SCORES = StepViews(TABLE, may_read, pages.find_score, pages.score_page, HOME, whole=_round_of_score)
ENTRIES = StepViews(TABLE, may_read, pages.find_entry, pages.entry_page, HOME, whole=_round_of_entry)

compute = ROUNDS.view(
    "compute", StepForm, services.compute, lambda round_: f"已重新计算，数据截至 {day_words(round_.as_of)}。"
)
freeze = access.confirmed(
    ROUNDS.view("freeze", forms.FreezeForm, services.freeze, lambda round_: f"{round_}已定稿，结果不再变动。")
)
add_entry = ROUNDS.view("add_entry", forms.EntryForm, services.add_entry, lambda round_: "已录入，得分已重新计算。")
override = SCORES.view(
    "override", forms.OverrideForm, services.override, lambda score: "核定已保存，总分和名次已重新计算。"
)
withdraw_entry = ENTRIES.view(
    "withdraw_entry", StepForm, services.withdraw_entry, lambda entry: "已撤销，得分已重新计算。"
)
