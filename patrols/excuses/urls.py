"""Addresses of leaves."""

from django.urls import path

from patrols.excuses import views

urlpatterns = [
    path("leaves/", views.leaves, name="leaves"),
    path("leaves/posts/<int:pk>/", views.begin_leave, name="begin_leave"),
    path("leaves/<int:pk>/end/", views.end_leave, name="end_leave"),
    path("leaves/<int:pk>/take-back/", views.take_back_leave, name="take_back_leave"),
]
