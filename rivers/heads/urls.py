"""Addresses of heads."""

from django.urls import path

from rivers.heads import views

urlpatterns = [
    path("heads/", views.heads, name="heads"),
    path("heads/appoint/", views.appoint_head, name="appoint_head"),
    path("heads/<int:pk>/", views.head, name="head"),
    path("heads/<int:pk>/dismiss/", views.dismiss_head, name="dismiss_head"),
    path("heads/<int:pk>/take-back/", views.take_back_head, name="take_back_head"),
]
