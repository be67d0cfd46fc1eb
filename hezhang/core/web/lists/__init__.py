"""List pages: filters, tabs, order, keyset paging, columns, export; all of it in the URL.

    SPEC = ListSpec(
        key="rivers", title="河湖名录", filterset=RiverFilter, order="name",
        columns=[Column("name", "名称", "name", order="name"), Column("kind", "类型", "get_kind_display")],
        row_url=lambda river: reverse("rivers:river", args=[river.pk]),
    )

    @access.when(rules.sees_registry)
    def rivers(request):
        return show(request, SPEC, River.objects.visible_to(request.post).select_related("region"))

Lists that may be longer than 5,000 rows also say ``register(SPEC, source)``, so that a background job can export them.
"""

from hezhang.core.web.lists.chosen import chosen
from hezhang.core.web.lists.export import download
from hezhang.core.web.lists.page import asked_rows, show
from hezhang.core.web.lists.registry import register, register_family
from hezhang.core.web.lists.spec import Action, Bulk, Column, ListSpec, Tab, Tool

__all__ = [
    "Action",
    "Bulk",
    "Column",
    "ListSpec",
    "Tab",
    "Tool",
    "asked_rows",
    "chosen",
    "download",
    "register",
    "register_family",
    "show",
]
