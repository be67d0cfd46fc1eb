"""Addresses of water."""

from django.urls import path

from rivers.water import views

urlpatterns = [
    path("sections/", views.sections, name="sections"),
    path("sections/new/", views.section_new, name="section_new"),
    path("sections/<int:pk>/", views.section, name="section"),
    path("sections/<int:pk>/month/", views.section_month, name="section_month"),
]
