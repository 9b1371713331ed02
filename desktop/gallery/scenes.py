"""All scenes of the gallery, page by page; whoever writes a page adds its scenes here."""

from __future__ import annotations

from desktop.gallery.case_scenes import case_scenes
from desktop.gallery.catalogue import catalogue_scenes
from desktop.gallery.class_scenes import class_scenes
from desktop.gallery.desk_scenes import desk_scenes
from desktop.gallery.dialog_scenes import dialog_scenes
from desktop.gallery.file_scenes import file_scenes
from desktop.gallery.intake_scenes import intake_scenes
from desktop.gallery.no_office import NoOffice
from desktop.gallery.paper_scenes import paper_scenes
from desktop.gallery.payment_scenes import payment_scenes
from desktop.gallery.round_scenes import round_scenes
from desktop.gallery.rule_scenes import rule_scenes
from desktop.gallery.sample_window import sample_scenes
from desktop.gallery.settings_scenes import settings_scenes
from desktop.gallery.shots import Scene
from desktop.gallery.start_scenes import start_scenes
from desktop.gallery.turn_scenes import turn_scenes


def all_scenes() -> list[Scene]:
    """Every scene."""
    return [
        *catalogue_scenes(),
        *sample_scenes(NoOffice()),
        *start_scenes(),
        *intake_scenes(),
        *case_scenes(),
        *round_scenes(),
        *class_scenes(),
        *desk_scenes(),
        *paper_scenes(),
        *rule_scenes(),
        *payment_scenes(),
        *settings_scenes(),
        *turn_scenes(),
        *file_scenes(),
        *dialog_scenes(),
    ]
