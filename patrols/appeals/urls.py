"""Addresses of appeals."""

from django.urls import path

from patrols.appeals import views

urlpatterns = [
    path("appeals/", views.appeals, name="appeals"),
    path("appeals/period/", views.appeal_period, name="appeal_period"),
    path("appeals/walks/<int:pk>/", views.appeal_walk, name="appeal_walk"),
    path("appeals/<int:pk>/", views.appeal, name="appeal"),
    path("appeals/photos/<int:pk>/", views.appeal_photo, name="appeal_photo"),
    path("appeals/<int:pk>/answer/", views.answer_appeal, name="answer_appeal"),
    path("appeals/<int:pk>/undo/", views.undo_answer, name="undo_answer"),
]
