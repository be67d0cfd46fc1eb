from django.urls import path

from assessment.schemes import views

urlpatterns = [
    path("schemes/", views.schemes, name="schemes"),
    path("schemes/<int:pk>/", views.scheme, name="scheme"),
    path("schemes/<int:pk>/edit/", views.edit_scheme, name="edit_scheme"),
]
