"""The blocks that lesson bodies are made of, one family per file."""

from course_pages.blocks.body import LessonBodyBlock

__all__ = ["LessonBodyBlock"]
