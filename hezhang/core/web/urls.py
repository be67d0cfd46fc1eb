"""Doors of web."""

from django.urls import path

from hezhang.core.web import job_views, styleguide, views
from hezhang.core.web.reference import views as reference

app_name = "web"
urlpatterns: list = [
    path("jobs/", job_views.jobs, name="jobs"),
    path("jobs/<uuid:pk>/", job_views.job, name="job"),
    path("jobs/<uuid:pk>/file/", job_views.job_file, name="job_file"),
    path("components/", styleguide.components, name="components"),
    path("list-choice/", views.list_choice, name="list_choice"),
    path("settings/", reference.settings, name="settings"),
    path("settings/<slug:key>/", reference.setting, name="setting"),
    path("settings/<slug:key>/new/", reference.setting_new, name="setting_new"),
    path("settings/<slug:key>/<str:pk>/edit/", reference.setting_edit, name="setting_edit"),
    path("settings/<slug:key>/<str:pk>/delete/", reference.setting_delete, name="setting_delete"),
]
