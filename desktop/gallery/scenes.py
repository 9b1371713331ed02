"""All scenes of the gallery, page by page; whoever writes a page adds its scenes here."""

from __future__ import annotations

from desktop.gallery.case_scenes import case_scenes
from desktop.gallery.catalogue import catalogue_scenes
from desktop.gallery.intake_scenes import intake_scenes
from desktop.gallery.no_office import NoOffice
from desktop.gallery.paper_scenes import paper_scenes
from desktop.gallery.sample_window import sample_scenes
from desktop.gallery.shots import Scene


def all_scenes() -> list[Scene]:
    """Every scene."""
    return [*catalogue_scenes(), *sample_scenes(NoOffice()), *intake_scenes(), *case_scenes(), *paper_scenes()]
