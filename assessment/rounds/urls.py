from django.urls import path

from assessment.rounds import views

urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("open/", views.open_, name="open"),
    path("<int:pk>/", views.round_, name="round"),
    path("<int:pk>/compute/", views.compute, name="compute"),
    path("<int:pk>/freeze/", views.freeze, name="freeze"),
    path("<int:pk>/add-entry/", views.add_entry, name="add_entry"),
    path("entries/<int:pk>/withdraw-entry/", views.withdraw_entry, name="withdraw_entry"),
    path("subjects/<int:pk>/", views.subject, name="subject"),
    path("scores/<int:pk>/", views.score, name="score"),
    path("scores/<int:pk>/override/", views.override, name="override"),
]
