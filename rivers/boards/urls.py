"""Addresses of boards."""

from django.urls import path

from rivers.boards import views

urlpatterns = [
    path("reaches/<int:reach_pk>/signboards/new/", views.signboard_new, name="signboard_new"),
    path("signboards/", views.signboards, name="signboards"),
    path("signboards/<int:pk>/renew/", views.signboard_renew, name="signboard_renew"),
]
