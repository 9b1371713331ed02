"""How everything looks: colours, type, sizes, and the few shapes that carry a meaning.

Nothing in the window stores a QColor, a font or a height: it asks here while painting or laying out, so that a change
of theme, text size or density needs no restart.
"""
