"""What makes a `CourseDocument` out of the apps, one module for each app it asks."""
