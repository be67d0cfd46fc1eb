"""The project's doors, and beside them one list of departments that only these tests open."""

import django_filters
from django.urls import include, path, reverse

from hezhang.core.accounts import access
from hezhang.core.accounts.choices import DepartmentKind
from hezhang.core.accounts.models import Department, Region
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register, show
from hezhang.urls import handler400, handler403, handler404, handler500  # noqa: F401


class UnitFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="名称", lookup_expr="contains")
    kind = django_filters.ChoiceFilter(label="类别", choices=DepartmentKind.choices)
    region = django_filters.ModelChoiceFilter(
        label="区划", queryset=lambda request: Region.objects.visible_to(request.post)
    )
    id_range = django_filters.RangeFilter(label="编号", field_name="id")

    class Meta:
        model = Department
        fields: list[str] = []


def units_of(post):
    return Department.objects.visible_to(post).select_related("region")


SPEC = ListSpec(
    key="test-units",
    title="单位名录",
    filterset=UnitFilter,
    order="name",
    columns=[
        Column("id", "编号", "id", order="id", kind="number"),
        Column("name", "名称", "name", order="name"),
        Column("kind", "类别", "get_kind_display", order="kind"),
        Column("region", "区划", "region.name", order="region__name"),
        Column("phone", "电话", "phone", default=False),
    ],
    tabs=[Tab("all", "全部"), Tab("off", "停用", lambda rows: rows.filter(is_active=False), order="-id")],
    row_url=lambda unit: f"/units/{unit.pk}/",
    row_actions=lambda unit, post: [("修改", f"/units/{unit.pk}/edit/")],
    toolbar=[Tool("新建", "/units/new/", icon="plus", primary=True)],
    empty="还没有登记单位",
)
register(SPEC, units_of)


@access.signed_in()
def units(request):
    return show(request, SPEC, units_of(request.post))


urlpatterns = [path("units/", units, name="units"), path("", include("hezhang.urls"))]


def url(**params):
    """The list's address with these parameters."""
    return reverse("units", urlconf=__name__, query=params)
