# Each recipe is one command of the README or of CONTRIBUTING.

set shell := ["bash", "-euo", "pipefail", "-c"]

# List the recipes.
default:
    @just --list

# Format Python and the front end.
format:
    ruff check --fix --quiet
    ruff format
    just front format

# Every check that needs no run of the product.
lint:
    ruff check
    ruff format --check
    mypy
    lint-imports
    python -m saidao pack check packs/shanghai
    python tools/generated.py --check
    just front install
    just front lint
    just front check

# A script of frontend/package.json, with Node from PyPI.
front script:
    python tools/front.py {{ script }}

# All tests, the browser's included.
test *arguments:
    pytest {{ arguments }}

# Ratios to a peer or to a naive run in the same process.
bench *arguments:
    python -m bench {{ arguments }}

# Resolve and write exact versions into pyproject.toml.
pin *arguments:
    python tools/pin.py {{ arguments }}

# Write what is generated from code: API types, reference pages.
generate:
    python tools/generated.py
    just front types

# Build the documentation into site/.
docs:
    uv run --group docs mkdocs build --strict --quiet
