"""JSON Schemas, made from the records of `proofbook.model`: shape has one source of truth."""

from proofbook.schema.documents import (
    KIND_NAMES,
    document_schema,
    results_schema,
    schema_texts,
    schemas,
    settings_schema,
)

__all__ = ["KIND_NAMES", "document_schema", "results_schema", "schema_texts", "schemas", "settings_schema"]
