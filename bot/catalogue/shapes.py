"""What the shapes of files are made of: short texts with their limits, and what all shapes share."""

from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl

ADDRESS = (
    r'^(https?://[^\s"<>\\`@/?#]+([/?#][^\s"<>\\`]*)?'
    r'|mailto:[^\s"<>\\`@]+@[^\s"<>\\`@]+)$'
)
"""A web or e-mail address without a login, and without signs that end an address in a text or a page."""


def _without_login(url: HttpUrl) -> HttpUrl:
    if url.username or url.password:
        raise ValueError("an address with a login; leave out what stands before the '@'")
    return url


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Prose = Annotated[str, Field(min_length=1, max_length=5_000)]
Address = Annotated[str, Field(pattern=ADDRESS, max_length=2_000)]
WebAddress = Annotated[HttpUrl, AfterValidator(_without_login)]
MatrixId = Annotated[str, Field(pattern=r"^@[^:\s]+:\S+$", max_length=255)]


class Shape(BaseModel):
    """What all shapes share: no unknown keys, no changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))
