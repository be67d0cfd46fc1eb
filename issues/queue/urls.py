"""Addresses of the queue."""

from django.urls import path

from issues.queue import views

urlpatterns = [
    path("queue/", views.start_queue, name="start_queue"),
    path("queue/<uuid:pk>/<int:place>/", views.queue, name="queue"),
    path("queue/<uuid:pk>/<int:place>/take/", views.take_turn, name="take_turn"),
]
