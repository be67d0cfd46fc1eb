"""Addresses of oddities."""

from django.urls import path

from patrols.oddities import views

urlpatterns = [
    path("oddities/", views.oddities, name="oddities"),
    path("oddities/<int:pk>/", views.oddity, name="oddity"),
    path("oddities/<int:pk>/check/", views.check_oddity, name="check_oddity"),
    path("oddities/<int:pk>/undo/", views.undo_check, name="undo_check"),
    path("oddities/<int:pk>/explain/", views.explain_oddity, name="explain_oddity"),
    path("<int:pk>/oddities/", views.oddities_of_walk, name="oddities_of_walk"),
]
