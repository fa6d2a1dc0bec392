"""What the frames of a console share: which conversation, which member of staff."""

from typing import Annotated

import msgspec

LARGEST = 9_223_372_036_854_775_807

ConversationId = Annotated[int, msgspec.Meta(ge=1, le=LARGEST, description="Which conversation")]
StaffId = Annotated[int, msgspec.Meta(ge=1, le=LARGEST, description="Which member of staff")]
CallId = Annotated[int, msgspec.Meta(ge=1, le=LARGEST, description="Which call for help")]
