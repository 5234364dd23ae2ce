"""Addresses of the learner's own screens and of what lessons post to.

Ids are canonical pages'; the words come in the language of the address's prefix.
"""

from django.urls import path

from learning.views import courses, lessons, notes

app_name = "learning"

urlpatterns = [
    path("", courses.my_learning, name="my_learning"),
    path("courses/<int:course_id>/enrol/", courses.enrol, name="enrol"),
    path("courses/<int:course_id>/leave/", courses.leave, name="leave"),
    path("courses/<int:course_id>/continue/", courses.continue_course, name="continue"),
    path("modules/<int:module_id>/lessons/", lessons.module_lessons, name="module_lessons"),
    path("courses/<int:course_id>/notes/", notes.course_notes, name="course_notes"),
    path("courses/<int:course_id>/notes.md", notes.export, name="export_notes"),
    path("notes/", notes.all_notes, name="notes"),
    path("notes/<int:note_id>/", notes.note, name="note"),
    path("notes/<int:note_id>/delete/", notes.delete, name="delete_note"),
    path("notes/<int:note_id>/restore/", notes.restore, name="restore_note"),
    path("lessons/<int:lesson_id>/notes/", notes.keep, name="keep_note"),
    path("lessons/<int:lesson_id>/complete/", lessons.complete, name="complete"),
    path("lessons/<int:lesson_id>/reopen/", lessons.reopen, name="reopen"),
    path("lessons/<int:lesson_id>/position/", lessons.position, name="position"),
    path("lessons/<int:lesson_id>/checks/<str:block_id>/", lessons.check, name="check"),
]
