"""Addresses that are printed on metal: none of them may ever change."""

from django.urls import path

from hezhang.portal.public import views

app_name = "public"
urlpatterns = [
    path("<str:token>/", views.board, name="board"),
    path("<str:token>/walk/", views.walk_from_board, name="walk_from_board"),
]
