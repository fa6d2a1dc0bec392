"""What the made-up messages say. Each has to be noticed by every reader by itself, so that one which goes blind behind
the others is seen (tests/stories/test_canary.py).

More of them than the learned check remembers (two): it reads each one anew.
"""

from moderation.checks import Context, Turn

READERS = ("rules", "answers", "model")
"""What the checks of a message call themselves at the beginning of what they find: `rules/...`, `model...`."""
MODEL = "model"

SAID = (
    "yes, i took all the pills an hour ago and i want to die",
    "yes i cut my wrists deep and it wont stop bleeding, i want to die",
    "yes, i have got pills and i am going to take them all tonight",
    "yes i am on the bridge and i am going to jump now",
)
ASKED = Context((Turn("counsellor", "are you thinking of killing yourself?"),))
