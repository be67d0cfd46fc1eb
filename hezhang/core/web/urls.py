"""Doors of web."""

from django.urls import path

from hezhang.core.web import job_views, styleguide, views

app_name = "web"
urlpatterns: list = [
    path("jobs/", job_views.jobs, name="jobs"),
    path("jobs/<uuid:pk>/", job_views.job, name="job"),
    path("jobs/<uuid:pk>/file/", job_views.job_file, name="job_file"),
    path("components/", styleguide.components, name="components"),
    path("list-choice/", views.list_choice, name="list_choice"),
    path("shell-choice/", views.shell_choice, name="shell_choice"),
]
