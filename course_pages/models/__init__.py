"""The catalogue: what is taught."""

from course_pages.models.category import Category, FormerCategorySlug
from course_pages.models.course import CoursePage
from course_pages.models.facts import CourseFacts, LessonFacts, LessonVersionFacts
from course_pages.models.files import CourseDocument, CourseImage, CourseMedia, CourseRendition
from course_pages.models.home import CourseIndexPage, HomePage
from course_pages.models.lesson import LessonAttachment, LessonPage
from course_pages.models.module import ModulePage
from course_pages.models.staff import CourseStaff
from course_pages.models.workflow import ReadinessTask, TeacherApprovalTask

__all__ = [
    "Category",
    "CourseDocument",
    "CourseFacts",
    "CourseImage",
    "CourseIndexPage",
    "CourseMedia",
    "CoursePage",
    "CourseRendition",
    "CourseStaff",
    "FormerCategorySlug",
    "HomePage",
    "LessonAttachment",
    "LessonFacts",
    "LessonPage",
    "LessonVersionFacts",
    "ModulePage",
    "ReadinessTask",
    "TeacherApprovalTask",
]
