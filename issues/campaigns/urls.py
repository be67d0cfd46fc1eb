"""Addresses of campaigns."""

from django.urls import path

from issues.campaigns import views

urlpatterns = [
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/new/", views.plan_campaign, name="plan_campaign"),
    path("campaigns/visits/", views.visits, name="visits"),
    path("campaigns/visits/<int:pk>/", views.visit, name="visit"),
    path("campaigns/visits/<int:pk>/submit/", views.submit_visit, name="submit_visit"),
    path("campaigns/visits/<int:pk>/amend/", views.amend_visit, name="amend_visit"),
    path("campaigns/findings/", views.campaign_findings, name="campaign_findings"),
    path("campaigns/photos/<int:pk>/", views.visit_photo, name="visit_photo"),
    path("campaigns/<int:pk>/", views.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", views.edit_campaign, name="edit_campaign"),
    path("campaigns/<int:pk>/draw/", views.draw_campaign, name="draw_campaign"),
    path("campaigns/<int:pk>/redraw/", views.redraw_campaign, name="redraw_campaign"),
    path("campaigns/<int:pk>/leave-out/", views.leave_out_reach, name="leave_out_reach"),
    path("campaigns/<int:pk>/take-back/", views.take_back_reach, name="take_back_reach"),
    path("campaigns/<int:pk>/start/", views.start_campaign, name="start_campaign"),
    path("campaigns/<int:pk>/finish/", views.finish_campaign, name="finish_campaign"),
    path("campaigns/<int:pk>/cancel/", views.cancel_campaign, name="cancel_campaign"),
    path("campaigns/<int:pk>/explained/", views.campaign_explained, name="campaign_explained"),
    path("campaigns/<int:pk>/paper/", views.campaign_paper, name="campaign_paper"),
    path("campaigns/<int:pk>/export/", views.export_campaign, name="export_campaign"),
]
