"""What the papers say: each is a function from an issue, or from rows of the ledger, to a paper (``core.documents``)."""

from issues.documents.facts.bulletin import Bulletin, bulletin
from issues.documents.facts.circular import as_data, as_text, circular
from issues.documents.facts.closing import closing_paper
from issues.documents.facts.common import office_of
from issues.documents.facts.dispatch import dispatch_paper
from issues.documents.facts.looking_back import look_back_paper
from issues.documents.facts.notice import notice_paper

__all__ = [
    "Bulletin",
    "as_data",
    "as_text",
    "bulletin",
    "circular",
    "closing_paper",
    "dispatch_paper",
    "look_back_paper",
    "notice_paper",
    "office_of",
]
