"""The palette, and the style sheet of the few Qt controls that are not painted here.

Colours are never set by style sheet on a QWidget or QLabel: that would switch their palettes off. Qt's own dialogs keep
Fusion's look, only their palette is ours.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette

from desktop.theme.paint import colour
from desktop.theme.sizes import field_height, scaled
from desktop.theme.tokens import Tone
from desktop.theme.type import Role

_ROLES = {
    QPalette.ColorRole.Window: Tone.GROUND,
    QPalette.ColorRole.WindowText: Tone.TEXT,
    QPalette.ColorRole.Base: Tone.SURFACE,
    QPalette.ColorRole.AlternateBase: Tone.SUNKEN,
    QPalette.ColorRole.Text: Tone.TEXT,
    QPalette.ColorRole.Button: Tone.SURFACE,
    QPalette.ColorRole.ButtonText: Tone.TEXT,
    QPalette.ColorRole.BrightText: Tone.BAD,
    QPalette.ColorRole.Highlight: Tone.ACCENT,
    QPalette.ColorRole.HighlightedText: Tone.ON_ACCENT,
    QPalette.ColorRole.PlaceholderText: Tone.TEXT3,
    QPalette.ColorRole.ToolTipBase: Tone.RAISED,
    QPalette.ColorRole.ToolTipText: Tone.TEXT,
    QPalette.ColorRole.Link: Tone.ACCENT_TEXT,
    QPalette.ColorRole.Light: Tone.SURFACE,
    QPalette.ColorRole.Midlight: Tone.ROW_LINE,
    QPalette.ColorRole.Mid: Tone.DIVIDER,
    QPalette.ColorRole.Dark: Tone.BORDER,
    QPalette.ColorRole.Shadow: Tone.SHADOW,
}

# Borders lie inside the box: where one grows from 1 to 2 px, padding and height give the pixel back.
_SHEET = """
LineEdit{{background:{surface};border:1px solid {border};border-radius:4px;padding:0 8px;
  min-height:{inner}px;max-height:{inner}px;color:{text};placeholder-text-color:{text3};
  selection-background-color:{accent};selection-color:{on_accent}}}
LineEdit:hover{{border-color:{text2}}}
LineEdit:focus{{border:2px solid {ring};padding:0 7px;min-height:{thick}px;max-height:{thick}px}}
LineEdit[state="bad"]{{border:2px solid {bad};padding:0 7px;min-height:{thick}px;max-height:{thick}px}}
LineEdit[readOnly="true"]{{background:{sunken};border-color:{border_quiet};color:{text2}}}
LineEdit:disabled{{background:{sunken};border-color:{border_quiet};color:{text3}}}
LineEdit[shape="search"]{{border-radius:{round}px;min-height:{search}px;max-height:{search}px;padding:0 {key}px 0 12px}}
LineEdit[shape="search"]:focus{{min-height:{search_thick}px;max-height:{search_thick}px;padding:0 {key}px 0 11px}}
TextEdit{{background:{surface};border:1px solid {border};border-radius:4px;padding:3px 4px;color:{text};
  placeholder-text-color:{text3};
  selection-background-color:{accent};selection-color:{on_accent}}}
TextEdit:focus{{border:2px solid {ring};padding:2px 3px}}
TextEdit[state="bad"]{{border:2px solid {bad};padding:2px 3px}}
ChoiceList,QListView#hits{{background:{raised};border:1px solid {border};border-radius:6px;padding:4px;outline:0}}
Table,VerdictList{{background:transparent;border:0;outline:0;
  selection-background-color:{selected};selection-color:{text}}}
Table QHeaderView{{background:transparent;border:0}}
Table QHeaderView::section{{background:transparent;color:{text3};border:0;border-bottom:1px solid {divider};
  padding:0 8px;font-size:{caption}px}}
Table QHeaderView::section:first{{padding-left:16px}}
QScrollArea{{background:transparent;border:0}}
QScrollBar:vertical{{background:transparent;width:10px;margin:1px}}
QScrollBar:horizontal{{background:transparent;height:10px;margin:1px}}
QScrollBar::handle{{background:{border_quiet};border-radius:4px;min-height:28px;min-width:28px}}
QScrollBar::handle:hover{{background:{border}}}
QScrollBar::add-line,QScrollBar::sub-line{{height:0;width:0}}
QScrollBar::add-page,QScrollBar::sub-page{{background:transparent}}
QToolTip{{background:{raised};color:{text};border:1px solid {divider};padding:4px 8px}}
"""


def palette() -> QPalette:
    """The palette of the scheme in force."""
    made = QPalette()
    for role, tone in _ROLES.items():
        made.setColor(role, colour(tone))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, colour(Tone.DISABLED))
    return made


def style_sheet() -> str:
    """The style sheet of the appearance in force."""
    height = field_height()
    search = scaled(28)
    sizes = {
        "inner": height - 2,
        "thick": height - 4,
        "search": search - 2,
        "search_thick": search - 4,
        "round": search // 2,
        "key": scaled(40),
        "caption": scaled(Role.CAPTION),
    }
    return _SHEET.format(**{tone.value: colour(tone).name() for tone in Tone}, **sizes)
