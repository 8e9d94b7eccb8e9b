"""Addresses of pages made of many apps."""

from django.urls import path

from . import pages, search, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("desk/", views.desk, name="desk"),
    path("pages/<slug:slug>/", pages.page, name="page"),
]
