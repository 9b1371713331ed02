"""Who does the work behind the window, and how it learns of the outcome."""
