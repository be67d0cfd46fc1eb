"""Addresses of search."""

from django.urls import path

from hezhang.core.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
