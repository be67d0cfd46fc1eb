"""Doors of messages."""

from django.urls import path

from hezhang.core.office.inbox import views

app_name = "notify"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read-all/", views.read_all, name="read_all"),
    path("outbox/", views.outbox, name="outbox"),
    path("<int:pk>/", views.message, name="message"),
]
