"""Addresses that are printed on metal: none of them may ever change."""

from django.urls import path

from hezhang.portal.public import views

app_name = "public"
urlpatterns = [path("<str:token>/", views.board, name="board")]
