"""Addresses of chiefs."""

from django.urls import path

from rivers.chiefs import views

urlpatterns = [
    path("reaches/<int:pk>/appoint/", views.appoint, name="appoint"),
    path("reaches/<int:pk>/who/", views.who, name="who"),
    path("tenures/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("chiefs/", views.chiefs, name="chiefs"),
    path("chiefs/gaps/", views.gaps, name="gaps"),
    path("chiefs/import/", views.import_chiefs, name="import_chiefs"),
]
