from django.urls import path

from assessment.rounds.views import entries, results, rounds

urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("new/", rounds.round_new, name="round_new"),
    path("<int:pk>/", rounds.round, name="round"),
    path("<int:pk>/compute/", rounds.compute, name="compute"),
    path("<int:pk>/freeze/", rounds.freeze, name="freeze"),
    path("<int:pk>/entries/new/", entries.entry_new, name="entry_new"),
    path("entries/<int:pk>/withdraw/", entries.entry_withdraw, name="entry_withdraw"),
    path("subjects/<int:pk>/", results.subject, name="subject"),
    path("scores/<int:pk>/", results.score, name="score"),
    path("scores/<int:pk>/override/", results.override, name="override"),
]
