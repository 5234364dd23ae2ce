"""Foreign formats, one module or package each, read into a `CourseDocument`. No rows here."""
