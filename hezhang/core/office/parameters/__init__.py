"""Reference data that the office edits itself, on pages under 设置.

class PatrolsConfig(AppConfig):
    def ready(self):
        from hezhang.core.office.parameters import ReferenceTable, register
        from patrols.norms.models import Norm
        register(ReferenceTable("norms", Norm, "巡河频次", fields=[...], list_fields=[...], hint="…"))
"""

from hezhang.core.office.parameters.outlook import Outlook, changed, foresee
from hezhang.core.office.parameters.tables import ReferenceTable, register

__all__ = ["Outlook", "ReferenceTable", "changed", "foresee", "register"]
