"""P6: lives of a case told step by step, each a command and who tries it, or a number of days."""

from __future__ import annotations

UP_TO_HAND_OVER = ("accept intake", "review review", "decide sign", "serve intake")
LIST = ("make a list finance", "confirm the list sign", "export the list finance")
NOT_ACCEPTED = ("propose non-acceptance intake", "refuse acceptance sign")
CORRECTED = ("resubmit intake", "review review", "decide sign", "serve intake")
# From the higher level to the lower one, past the one that has nothing.
LOWERED = ("facts second intake", "facts second intake")
LIVES = {
    "a list that left the house is paid while the case is in a round that ends as it was": (
        *(*UP_TO_HAND_OVER, *LIST, "open a round intake", "bank paid finance", "maintain sign"),
        *("payment returned finance", "account checked finance", *LIST, "bank rejected finance"),
    ),
    "a list that left the house is paid after the decision was corrected": (
        *(*UP_TO_HAND_OVER, *LIST, "open a round intake", *CORRECTED, "bank paid finance", "make a list finance"),
    ),
    "the bank sends the money back while nobody may": (
        *(*UP_TO_HAND_OVER, "pay finance", "open a round intake", "payment returned finance", "maintain sign"),
    ),
    "a case that was not accepted is taken up again": (
        *(*NOT_ACCEPTED, "open a round intake", "accept intake", "propose non-acceptance intake", "notice intake"),
        *("maintain sign", "open a round both", "resubmit intake", "accept intake", "review review and sign"),
        *("decide review and sign", "decide both", "decide sign", "serve second intake"),
    ),
    "nothing is asked for again in a round": (
        *(*UP_TO_HAND_OVER, "open a round intake", "propose a further notice intake", "notice intake"),
        *("withdraw intake", "accept intake", "submit intake"),
    ),
    "too much is paid and comes back": (
        *(*UP_TO_HAND_OVER, "pay finance", "open a round intake", "facts second intake", "maintain sign"),
        *(*CORRECTED, "ask back finance", "sign the order sign", "money came back finance", "money came back finance"),
    ),
    "a notice lapses and a late paper takes the case up again": (
        *("notice intake", "notice intake", "serve notice intake", "propose lapse intake", "20 days"),
        *("propose lapse intake", "lapse intake", "lapse sign", "arrival of one intake", "withdraw review"),
        *("arrival of all intake", "notice intake", "propose a further notice intake", "decline intake"),
        *(
            "decline sign",
            "propose a further notice intake",
            "approve a further notice review",
            "arrival of all intake",
        ),
        *("deem intake", *UP_TO_HAND_OVER),
    ),
    "a case goes back twice, its list is given up, its letter undone": (
        *("accept both", "review both", "review review", "return sign", "return review", "submit intake"),
        *("review review", "decide sign", "undo sign", "review review", "decide sign", "serve intake"),
        *("make a list finance", "confirm the list finance", "cancel the list finance", *LIST, "bank paid finance"),
    ),
    "nobody tells in time and the case counts as accepted": (
        *("deem intake", "8 days", "notice intake", "propose non-acceptance intake", "deem second intake"),
        *("refuse acceptance sign", "submit intake", "review review", "decide sign"),
    ),
    "the bank sends the money back after the decision was lowered and the case closed": (
        *(*UP_TO_HAND_OVER, "pay finance", "open a round intake", *LOWERED, *CORRECTED, "ask back finance"),
        *("payment returned finance", "sign the order sign", "account checked finance", *LIST, "bank paid finance"),
    ),
    "the decision is raised again while money is asked back, and the money comes all the same": (
        *(*UP_TO_HAND_OVER, "pay finance", "open a round intake", *LOWERED, *CORRECTED),
        *("ask back finance", "sign the order sign", "open a round intake", "facts second intake", *CORRECTED),
        *("money came back finance", "ask back finance", *LIST, "bank paid finance"),
    ),
    "both payments of a raised decision come back": (
        *(*LOWERED, *UP_TO_HAND_OVER, "pay finance", "open a round intake", "facts second intake", *CORRECTED),
        *(*LIST, "bank paid finance", "payment returned finance", "open a round intake", "payment returned finance"),
        *("maintain sign", "account checked finance", *LIST, "bank paid finance"),
    ),
    "the money of a revoked decision comes back twice and is granted once more": (
        *(*UP_TO_HAND_OVER, "pay finance", "open a round intake", "facts second intake", *CORRECTED),
        *("ask back finance", "sign the order sign", "money came back finance", "payment returned finance"),
        *("open a round intake", "facts second intake", *CORRECTED, "account checked finance", *LIST),
        *("bank paid finance",),
    ),
    "the bank has sent the money of a revoked decision back before it is asked for": (
        *(*UP_TO_HAND_OVER, "pay finance", "open a round intake", "facts second intake", *CORRECTED),
        *("ask back finance", "sign the order sign", "payment returned finance", "money came back finance"),
    ),
}
LONGEST = max(len(steps) for steps in LIVES.values())
