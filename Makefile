.DEFAULT_GOAL := help
AUDIT := tests/security/test_dependencies.py
BOOKS ?= 3000

.PHONY: audit soak help demo test lint types bench docs addin clean

PY := .venv/bin/python
SIZES ?= 1000 10000 100000
REPEAT ?= 5

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(PY):
	python3 -m venv .venv

.venv/ready: pyproject.toml | $(PY)
	$(PY) -m pip install -q -e ".[test,lint,bench]"
	@touch $@

demo: .venv/ready ## make the demo book, run it, and say where to look
	.venv/bin/backorder-xl demo

test: .venv/ready ## run all tests (those that need LibreOffice are skipped where there is none)
	$(PY) -m pytest -q

lint: .venv/ready ## look for slips in the code
	$(PY) -m ruff check src tests bench addin

types: .venv/ready ## check the types of the core
	$(PY) -m mypy

bench: .venv/ready ## time the morning run: make bench SIZES="1000 10000" REPEAT=3
	$(PY) bench/run.py $(SIZES) --repeat $(REPEAT)

docs: .venv/ready ## make docs/tables.md, docs/problems.md, docs/imports.md and docs/functions.md from the code
	$(PY) -m backorder_xl.tables.docs docs
	$(PY) -m backorder_xl.imports.sources.docs docs
	$(PY) -m backorder_xl.hosts.functions.page docs

addin: .venv/ready ## make the add-in for Excel: dist/backorder_xl.xlam
	$(PY) addin/build.py

audit: .venv/ready ## ask whether a library has a known hole or a licence that forbids business
	$(PY) -m pip install -q pip-audit pip-licenses
	$(PY) -m pytest -q -n 0 -rs $(AUDIT)

soak: .venv/ready ## the long forms, some hours: make soak BOOKS=3000
	BOOKS=$(BOOKS) SOAK=1 $(PY) -m pytest -q -n 0 tests/reliability

clean: ## remove what was made: caches, builds, benchmark files (not the venv)
	rm -rf build dist bench/out .pytest_cache .mypy_cache .ruff_cache .hypothesis
