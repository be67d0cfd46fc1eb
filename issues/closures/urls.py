"""Address of the page 上报销号."""

from django.urls import path

from issues.closures import views

urlpatterns = [path("closures/", views.closures, name="closures")]
