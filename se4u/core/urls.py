"""Addresses of core: the gallery of components and files."""

from django.urls import path

from . import views

app_name = "core"
urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
]
