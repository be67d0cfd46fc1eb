"""Addresses of the desks."""

from django.urls import path

from hezhang.portal.desks import offline, views

app_name = "desks"
urlpatterns = [
    path("", views.home, name="home"),
    path("me/", views.me, name="me"),
    path("diag/", views.diag, name="diag"),
    path("powers/", views.powers, name="powers"),
    path("setup/next/", views.next_step, name="next_step"),
    path("setup/hide/", views.hide_setup, name="hide_setup"),
    path("setup/show/", views.show_setup, name="show_setup"),
    path("help/", views.help_page, name="help"),
    path("help/<slug:slug>/", views.help_page, name="help_page"),
    path("unsent/", offline.unsent, name="unsent"),
    path("sw.js", offline.worker, name="worker"),
    path("health/", views.health, name="health"),
]
