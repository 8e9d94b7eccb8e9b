"""Addresses of one's own account."""

from django.urls import path

from .views import agreement, inbox, leaving, profile, security, sessions

app_name = "accounts"
urlpatterns = [
    path("", profile.home, name="home"),
    path("profile/", profile.edit, name="profile"),
    path("profile/as-others-see-me/", profile.preview, name="preview"),
    path("agreement/", agreement.agree, name="agreement"),
    path("texts/<slug:document>/", agreement.text, name="text"),
    path("sessions/", sessions.index, name="sessions"),
    path("sessions/end/", sessions.end, name="end_session"),
    path("sessions/end-others/", sessions.end_others, name="end_other_sessions"),
    path("sessions/end-all/", sessions.end_all, name="end_all_sessions"),
    path("mandate/", security.second_factor, name="second_factor"),
    path("new-link/", security.new_link, name="new_link"),
    path("notifications/", inbox.index, name="notifications"),
    path("notifications/read/", inbox.read_all, name="read_notifications"),
    path("notifications/delivery/", inbox.delivery, name="delivery"),
    path("notifications/off/<str:token>/", inbox.unsubscribe, name="unsubscribe"),
    path("notifications/<slug:key>/", inbox.open_one, name="notification"),
    path("export/", leaving.export, name="export"),
    path("delete/", leaving.erase, name="erase"),
]
