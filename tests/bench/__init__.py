"""Speed, counted in units that a shared machine cannot blur."""
