"""Print the OpenAPI schema: ``python -m saidao.web.openapi > openapi.json``."""

from __future__ import annotations

import json
import sys

from saidao.web.app import create_app


def main() -> None:
    """Write the schema, which needs no atlas, as stable JSON."""
    schema = create_app(None).openapi()
    json.dump(schema, sys.stdout, ensure_ascii=False, indent=2, sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
