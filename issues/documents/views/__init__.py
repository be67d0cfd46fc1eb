"""Papers of the ledger: of one issue, and of the ledger as it is filtered. Drawn when asked for; scope as the rows'."""

from issues.documents.views.bulletin import bulletin
from issues.documents.views.papers import closing_paper, dispatch_paper, look_back_paper, notice_paper, papers
from issues.documents.views.templates import add_template, remove_template, template_file, templates

__all__ = [
    "add_template",
    "bulletin",
    "closing_paper",
    "dispatch_paper",
    "look_back_paper",
    "notice_paper",
    "papers",
    "remove_template",
    "template_file",
    "templates",
]
