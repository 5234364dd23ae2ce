"""Addresses of what the catalogue serves beside its pages."""

from django.urls import path

from course_pages import views

app_name = "course_pages"

urlpatterns = [
    path("media/<int:pk>/captions.vtt", views.captions, name="captions"),
    path("media/<int:pk>/transcript.txt", views.transcript, name="transcript"),
    path("media/<int:pk>/<str:filename>", views.media, name="media"),
]
