"""The pages of the window, one module (and its views) each."""
