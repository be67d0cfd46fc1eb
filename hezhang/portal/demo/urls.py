"""Addresses of the demonstration."""

from django.urls import path

from hezhang.portal.demo import views

app_name = "demo"
urlpatterns = [path("enter/", views.enter, name="enter")]
