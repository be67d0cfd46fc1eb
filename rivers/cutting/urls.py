"""Addresses of splits and joins."""

from django.urls import path

from rivers.cutting import views

urlpatterns = [
    path("reaches/<int:pk>/split/", views.split_reach, name="split_reach"),
    path("reaches/<int:pk>/join/", views.join_reaches, name="join_reaches"),
    path("cuts/<int:pk>/undo/", views.undo_cut, name="undo_cut"),
]
