"""Addresses of plans."""

from django.urls import path

from rivers.plans import views

urlpatterns = [
    path("<int:pk>/plans/", views.river_plans, name="river_plans"),
    path("plans/", views.plans, name="plans"),
    path("plans/new/", views.draw_plan, name="draw_plan"),
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("plans/<int:pk>/export/", views.export_plan, name="export_plan"),
    path("plans/<int:pk>/edit/", views.edit_plan, name="edit_plan"),
    path("plans/<int:pk>/submit/", views.submit_plan, name="submit_plan"),
    path("plans/<int:pk>/approve/", views.approve_plan, name="approve_plan"),
    path("plans/<int:pk>/return/", views.return_plan, name="return_plan"),
    path("plans/<int:pk>/revise/", views.revise_plan, name="revise_plan"),
    path("plans/<int:pk>/copy/", views.copy_plan, name="copy_plan"),
    path("plans/<int:pk>/finish/", views.finish_plan, name="finish_plan"),
    path("plans/<int:pk>/stop/", views.stop_plan, name="stop_plan"),
    path("plans/<int:pk>/resume/", views.resume_plan, name="resume_plan"),
    path("plans/<int:pk>/items/new/", views.add_item, name="add_item"),
    path("plans/<int:pk>/tasks/new/", views.add_task, name="add_task"),
    path("plans/papers/<int:pk>/", views.plan_paper, name="plan_paper"),
    path("plan-items/<int:pk>/edit/", views.edit_item, name="edit_item"),
    path("plan-items/<int:pk>/remove/", views.remove_item, name="remove_item"),
    path("plan-tasks/", views.plan_tasks, name="plan_tasks"),
    path("plan-tasks/totals/", views.plan_totals, name="plan_totals"),
    path("plan-tasks/mine/", views.my_tasks, name="my_tasks"),
    path("plan-tasks/photos/<int:pk>/", views.progress_photo, name="progress_photo"),
    path("plan-tasks/<int:pk>/", views.plan_task, name="plan_task"),
    path("plan-tasks/<int:pk>/edit/", views.edit_task, name="edit_task"),
    path("plan-tasks/<int:pk>/remove/", views.remove_task, name="remove_task"),
    path("plan-tasks/<int:pk>/assign/", views.assign_task, name="assign_task"),
    path("plan-tasks/<int:pk>/report/", views.report_progress, name="report_progress"),
    path("plan-tasks/progress/<int:pk>/withdraw/", views.withdraw_progress, name="withdraw_progress"),
]
