"""Text and edges can be read in every scheme."""

import pytest

from desktop.theme.tokens import (
    DARK,
    EDGE_CONTRAST,
    HIGH_CONTRAST,
    LIGHT,
    TEXT_CONTRAST,
    Tokens,
    Tone,
    contrast,
    edge_pairs,
    text_pairs,
)

SCHEMES = {"light": LIGHT, "dark": DARK, "high contrast": HIGH_CONTRAST}


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_every_tone_has_a_colour_in_every_scheme(tokens: Tokens) -> None:
    assert set(tokens) == set(Tone)


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_text_stands_out_from_every_ground_it_is_written_on(tokens: Tokens) -> None:
    weak = {(text, ground): contrast(tokens[text], tokens[ground]) for text, ground in text_pairs()}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < TEXT_CONTRAST} == {}


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_edges_of_inputs_and_marks_can_be_seen(tokens: Tokens) -> None:
    weak = {(edge, ground): contrast(tokens[edge], tokens[ground]) for edge, ground in edge_pairs()}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < EDGE_CONTRAST} == {}


def test_high_contrast_keeps_seven_to_one_for_all_text() -> None:
    assert min(contrast(HIGH_CONTRAST[text], HIGH_CONTRAST[ground]) for text, ground in text_pairs()) >= 7


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
