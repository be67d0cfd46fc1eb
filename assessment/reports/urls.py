from django.urls import path

from assessment.reports import views

urlpatterns = [
    path("<int:pk>/report/", views.report, name="report"),
]
