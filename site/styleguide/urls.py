"""The addresses of the style guide."""

from django.urls import path

from styleguide import views

app_name = "styleguide"

urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("lessons/", views.lessons, name="lessons"),
]
