"""Addresses of the papers."""

from django.urls import path

from issues.documents import views

urlpatterns = [
    path("bulletin/", views.bulletin, name="bulletin"),
    path("templates/", views.templates, name="templates"),
    path("templates/add/", views.add_template, name="add_template"),
    path("templates/<int:pk>/file/", views.template_file, name="template_file"),
    path("templates/<int:pk>/remove/", views.remove_template, name="remove_template"),
    path("<int:pk>/papers/", views.papers, name="papers"),
    path("<int:pk>/dispatch-paper/", views.dispatch_paper, name="dispatch_paper"),
    path("<int:pk>/closing-paper/", views.closing_paper, name="closing_paper"),
    path("<int:pk>/look-back-paper/", views.look_back_paper, name="look_back_paper"),
    path("notices/<int:pk>/paper/", views.notice_paper, name="notice_paper"),
]
