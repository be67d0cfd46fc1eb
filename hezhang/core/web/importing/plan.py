"""What an import is, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hezhang.core.web.importing.forms import UploadForm


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One thing that is wrong (or, as a notice, worth a look) and where it stands."""

    row: int  # as Excel counts: the first is 1; 0 for the sheet as a whole
    column: str  # the heading, "" for the whole row
    value: str
    reason: str
    remedy: str
    sheet: str = ""
    col: int = 0  # as Excel counts: A is 1; 0 marks the whole row


@dataclass
class ImportPlan:
    """What would be done. ``apply`` runs in one transaction and only if ``problems`` is empty."""

    problems: list[CellProblem] = field(default_factory=list)
    notices: list[CellProblem] = field(default_factory=list)  # shown, but do not prevent the import
    summary: list[tuple[str, int]] = field(default_factory=list)  # e.g. [("新增", 3), ("更新", 1), ("未变", 120)]
    headings: list[str] = field(default_factory=list)
    preview: list[Sequence[Any]] = field(default_factory=list)  # the first rows, as they would be stored
    head_rows: dict[str, int] = field(default_factory=dict)  # by sheet, as Excel counts: where the headings stand
    apply: Callable[[], None] = lambda: None

    @property
    def shown(self) -> list[list[tuple[str, Any]]]:
        """The preview with the heading at each value."""
        return [list(zip(self.headings, row, strict=True)) for row in self.preview]


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of the template workbook."""

    heading: str
    example: str = ""
    note: str = ""
    required: bool = False


@dataclass(frozen=True)
class ImportSpec:
    """One kind of import.

    ``plan(post, sheets, **options)`` gets all sheets as ``web.excel.read_sheets`` read them, and what ``form`` asks
    beside the file.
    """

    key: str  # also names the journal rows: import.<key>
    title: str
    columns: Sequence[TemplateColumn]
    plan: Callable[..., ImportPlan]
    done_url: str  # URL name of the page to go to afterwards
    hint: str = ""  # what the upload page says above the form
    form: type[UploadForm] = UploadForm
