"""Addresses of boards."""

from django.urls import path

from rivers.boards import views

urlpatterns = [
    path("reaches/<int:reach_pk>/signboards/new/", views.create_signboard, name="create_signboard"),
    path("signboards/", views.signboards, name="signboards"),
    path("signboards/<int:pk>/renew/", views.renew_signboard, name="renew_signboard"),
]
