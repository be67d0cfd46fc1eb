"""Import of workbooks: template → upload → dry run with every error → confirm → one transaction.

An app describes its import by an ``ImportSpec`` whose ``plan`` looks at all rows and writes nothing;
``show_import`` is the whole page:

    SPEC = ImportSpec(key="regions", title="导入行政区划", columns=[TemplateColumn("名称", "桥头镇")], plan=plan, ...)

    @access.when(may_manage_people)
    def import_regions(request):
        return show_import(request, SPEC)
"""

from hezhang.core.web.importing.forms import KeptForm, UploadForm
from hezhang.core.web.importing.pages import show_import
from hezhang.core.web.importing.plan import CellProblem, ImportPlan, ImportSpec, TemplateColumn
from hezhang.core.web.importing.services import apply_upload, make_plan
from hezhang.core.web.importing.workbooks import NOTES

__all__ = [
    "NOTES",
    "CellProblem",
    "ImportPlan",
    "ImportSpec",
    "KeptForm",
    "TemplateColumn",
    "UploadForm",
    "apply_upload",
    "make_plan",
    "show_import",
]
