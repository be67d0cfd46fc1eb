"""Addresses of long-term rectification."""

from django.urls import path

from issues.stages import views

urlpatterns = [
    path("stages/", views.stages, name="stages"),
    path("stages/propose/", views.propose_stages, name="propose_stages"),
    path("stages/files/<int:pk>/", views.stage_file, name="stage_file"),
    path("stages/plans/<int:pk>/", views.stage_plan, name="stage_plan"),
    path("stages/plans/<int:pk>/file/", views.stage_plan_file, name="stage_plan_file"),
    path("stages/plans/<int:pk>/revise/", views.revise_stages, name="revise_stages"),
    path("stages/plans/<int:pk>/confirm/", views.confirm_stages, name="confirm_stages"),
    path("stages/plans/<int:pk>/return/", views.return_stages, name="return_stages"),
    path("stages/plans/<int:pk>/add/", views.add_stage, name="add_stage"),
    path("stages/<int:pk>/finish/", views.finish_stage, name="finish_stage"),
    path("stages/<int:pk>/reopen/", views.reopen_stage, name="reopen_stage"),
    path("stages/<int:pk>/move/", views.move_stage, name="move_stage"),
    path("stages/<int:pk>/drop/", views.drop_stage, name="drop_stage"),
    path("<int:pk>/stages/", views.stages_of_issue, name="stages_of_issue"),
]
