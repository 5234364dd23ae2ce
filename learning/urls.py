"""Addresses of the learner's own screens and of what lessons post to.

Ids are canonical pages'; the words come in the language of the address's prefix.
"""

from django.urls import path

from learning.views import courses, lessons

app_name = "learning"

urlpatterns = [
    path("", courses.my_learning, name="my_learning"),
    path("courses/<int:course_id>/enrol/", courses.enrol, name="enrol"),
    path("courses/<int:course_id>/leave/", courses.leave, name="leave"),
    path("courses/<int:course_id>/continue/", courses.continue_course, name="continue"),
    path("lessons/<int:lesson_id>/complete/", lessons.complete, name="complete"),
    path("lessons/<int:lesson_id>/reopen/", lessons.reopen, name="reopen"),
    path("lessons/<int:lesson_id>/position/", lessons.position, name="position"),
    path("lessons/<int:lesson_id>/checks/<str:block_id>/", lessons.check, name="check"),
]
