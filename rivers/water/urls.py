"""Addresses of water."""

from django.urls import path

from rivers.water.views import grid, months, rollup, sections

urlpatterns = [
    path("<int:pk>/water/", sections.river_water, name="river_water"),
    path("sections/", sections.sections, name="sections"),
    path("sections/new/", sections.create_section, name="create_section"),
    path("sections/<int:pk>/", sections.section, name="section"),
    path("sections/<int:pk>/edit/", sections.edit_section, name="edit_section"),
    path("sections/<int:pk>/target/", sections.set_target, name="set_target"),
    path("sections/<int:pk>/month/", months.record_month, name="record_month"),
    path("water/regions/", rollup.water_regions, name="water_regions"),
    path("water/grid/", grid.water_grid, name="water_grid"),
    path("water/grid/plan/", grid.plan_months, name="plan_months"),
    path("water/grid/save/", grid.save_months, name="save_months"),
    path("water/grid/workbook/", grid.month_workbook, name="month_workbook"),
]
