"""Addresses of handovers."""

from django.urls import path

from rivers.handover import views

urlpatterns = [
    path("chiefs/posts/<int:pk>/leave/", views.leave, name="leave"),
    path("handovers/", views.handovers, name="handovers"),
    path("handovers/<int:pk>/", views.handover, name="handover"),
    path("handovers/<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("handovers/<int:pk>/take-over/", views.take_over, name="take_over"),
    path("handovers/<int:pk>/witness/", views.witness, name="witness"),
    path("handovers/<int:pk>/file-paper/", views.file_paper, name="file_paper"),
    path("handovers/<int:pk>/recount/", views.recount, name="recount"),
    path("handovers/<int:pk>/undo/", views.undo, name="undo"),
]
