"""Doors of rivers."""

from django.urls import path

from rivers.views import boards, importing, reaches, rivers, sections

app_name = "rivers"
urlpatterns = [
    path("", rivers.rivers, name="rivers"),
    path("new/", rivers.river_new, name="river_new"),
    path("<int:pk>/", rivers.river, name="river"),
    path("<int:pk>/edit/", rivers.river_edit, name="river_edit"),
    path("<int:river_pk>/reaches/new/", reaches.reach_new, name="reach_new"),
    path("reaches/", reaches.reaches, name="reaches"),
    path("reaches/<int:pk>/", reaches.reach, name="reach"),
    path("reaches/<int:pk>/edit/", reaches.reach_edit, name="reach_edit"),
    path("reaches/<int:pk>/appoint/", reaches.appoint, name="appoint"),
    path("reaches/<int:reach_pk>/signboards/new/", boards.signboard_new, name="signboard_new"),
    path("tenures/<int:pk>/dismiss/", reaches.dismiss, name="dismiss"),
    path("signboards/", boards.signboards, name="signboards"),
    path("signboards/<int:pk>/renew/", boards.signboard_renew, name="signboard_renew"),
    path("sections/", sections.sections, name="sections"),
    path("sections/new/", sections.section_new, name="section_new"),
    path("sections/<int:pk>/", sections.section, name="section"),
    path("sections/<int:pk>/month/", sections.section_month, name="section_month"),
    path("chiefs/", importing.chiefs, name="chiefs"),
    path("chiefs/import/", importing.import_chiefs, name="import_chiefs"),
]
