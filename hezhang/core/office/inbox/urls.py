"""Addresses of messages."""

from django.urls import path

from hezhang.core.office.inbox import views

app_name = "notify"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("mark-all-read/", views.mark_all_read, name="mark_all_read"),
    path("outbox/", views.outbox, name="outbox"),
    path("<int:pk>/", views.message, name="message"),
]
