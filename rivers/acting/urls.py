"""Addresses of actings."""

from django.urls import path

from rivers.acting import views

urlpatterns = [
    path("chiefs/acting/", views.actings, name="actings"),
    path("chiefs/posts/<int:pk>/acting/", views.begin_acting, name="begin_acting"),
    path("acting/<int:pk>/end/", views.end_acting, name="end_acting"),
    path("acting/<int:pk>/take-back/", views.take_back_acting, name="take_back_acting"),
]
