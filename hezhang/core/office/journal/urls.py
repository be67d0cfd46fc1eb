"""Addresses of the journal."""

from django.urls import path

from hezhang.core.office.journal import views

app_name = "audit"
urlpatterns = [
    path("", views.journal, name="journal"),
    path("<int:pk>/", views.entry, name="entry"),
    path("history/<slug:thing>/<int:pk>/", views.history, name="history"),
]
