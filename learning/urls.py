"""Addresses of the learner's own screens and of what lessons post to."""

from django.urls import path

from learning import views

app_name = "learning"

urlpatterns = [
    path("", views.my_learning, name="my_learning"),
]
