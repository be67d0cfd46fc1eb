"""Addresses of the look-back."""

from django.urls import path

from issues.lookback import views

urlpatterns = [
    path("look-back/", views.draws, name="draws"),
    path("look-back/draw/", views.draw_sample, name="draw_sample"),
    path("look-back/<int:pk>/", views.drawn, name="drawn"),
    path("look-back/<int:pk>/explained/", views.draw_explained, name="draw_explained"),
]
