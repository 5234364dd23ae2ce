"""What fills an app with a `CourseDocument`, one module for each app it fills."""
