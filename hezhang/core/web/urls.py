"""Addresses of web."""

from django.urls import path

from hezhang.core.web import job_views, styleguide, views

app_name = "web"
urlpatterns: list = [
    path("jobs/", job_views.jobs, name="jobs"),
    path("jobs/<uuid:pk>/", job_views.job, name="job"),
    path("jobs/<uuid:pk>/file/", job_views.job_file, name="job_file"),
    path("components/", styleguide.components, name="components"),
    path("choose-list/", views.choose_list, name="choose_list"),
    path("views/", views.save_view, name="save_view"),
    path("views/<int:pk>/delete/", views.delete_view, name="delete_view"),
    path("views/<int:pk>/default/", views.default_view, name="default_view"),
    path("choose-shell/", views.choose_shell, name="choose_shell"),
]
