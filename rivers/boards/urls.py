"""Addresses of boards."""

from django.urls import path

from rivers.boards import views

urlpatterns = [
    path("reaches/<int:reach_pk>/signboards/new/", views.create_signboard, name="create_signboard"),
    path("<int:pk>/signboards/", views.river_boards, name="river_boards"),
    path("reaches/<int:pk>/signboards/", views.reach_boards, name="reach_boards"),
    path("signboards/", views.signboards, name="signboards"),
    path("signboards/print/", views.print_signboards, name="print_signboards"),
    path("signboards/<int:pk>/inspect/", views.inspect_signboard, name="inspect_signboard"),
    path("signboards/inspections/<int:pk>/withdraw/", views.withdraw_inspection, name="withdraw_inspection"),
    path("signboards/inspections/<int:pk>/repair/", views.repair_signboard, name="repair_signboard"),
    path("signboards/inspections/<int:pk>/reopen/", views.reopen_inspection, name="reopen_inspection"),
    path("signboards/inspections/photos/<int:pk>/", views.inspection_photo, name="inspection_photo"),
    path("signboards/missing/", views.missing_boards, name="missing_boards"),
    path("signboards/<int:pk>/", views.signboard, name="signboard"),
    path("signboards/<int:pk>/edit/", views.edit_signboard, name="edit_signboard"),
    path("signboards/<int:pk>/renew/", views.renew_signboard, name="renew_signboard"),
    path("signboards/<int:pk>/renew/withdraw/", views.withdraw_renewal, name="withdraw_renewal"),
    path("signboards/<int:pk>/remove/", views.remove_signboard, name="remove_signboard"),
    path("signboards/<int:pk>/return/", views.return_signboard, name="return_signboard"),
    path("signboards/<int:pk>/phones/", views.publish_phones, name="publish_phones"),
    path("signboards/<int:pk>/sheet/", views.signboard_sheet, name="signboard_sheet"),
    path("signboards/<int:pk>/sheet.svg", views.signboard_svg, name="signboard_svg"),
    path("signboards/<int:pk>/sheet.pdf", views.signboard_pdf, name="signboard_pdf"),
    path("signboards/renewals/<int:pk>/photo/", views.renewal_photo, name="renewal_photo"),
]
