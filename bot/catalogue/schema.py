"""The shapes as JSON Schema, for editors that complete and check the YAML files while somebody writes them."""

import json
from typing import Any

from pydantic import BaseModel

from bot.catalogue.model import Organisation, Programme

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_files() -> dict[str, str]:
    """The text of each schema file by its name."""
    organisation, programme = _schema(Organisation), _schema(Programme)
    organisation["$defs"]["PageDate"]["oneOf"] = _required("at", "day")
    organisation["$defs"]["Person"]["anyOf"] = _required("name", "email", "nicks")
    organisation["properties"]["people"]["additionalProperties"] = False
    programme["$defs"]["Milestone"]["oneOf"] = _required("at", "day", "from")
    schemas = {"organisation.schema.json": organisation, "programme.schema.json": programme}
    return {name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in schemas.items()}


def _schema(shape: type[BaseModel]) -> dict[str, Any]:
    return {"$schema": _DRAFT, **shape.model_json_schema(by_alias=True)}


def _required(*keys: str) -> list[dict[str, list[str]]]:
    return [{"required": [key]} for key in keys]
