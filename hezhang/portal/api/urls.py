"""Addresses of the API."""

from django.urls import path

from hezhang.core.api.doors import addresses
from hezhang.portal.api import views
from hezhang.portal.api.doors import DOORS

app_name = "api"
urlpatterns = [*addresses(DOORS), path("openapi.json", views.openapi, name="openapi")]
