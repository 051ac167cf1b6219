.DEFAULT_GOAL := help
.PHONY: help demo test soak soak-killed soak-corpus soak-fuzz soak-books versions audit lint types bench bench-check docs addin clean

PY := .venv/bin/python
SIZES ?= 1000 10000 100000 1000000
REPEAT ?= 5
FUZZ ?= 600
BOOKS ?= 3000
VERSIONS := build/versions
NEEDED := sed -n '/^dependencies/,/^]/s/^  "\([a-z0-9-]*\)>=\([0-9.]*\).*/\1==\2/p' pyproject.toml
AUDIT := tests/security/test_dependencies.py

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(PY):
	python3 -m venv .venv

.venv/ready: pyproject.toml | $(PY)
	$(PY) -m pip install -q -e ".[test,lint,bench]"
	@touch $@

demo: .venv/ready ## make the demo book, run it, and say where to look
	.venv/bin/backorder-xl demo

test: .venv/ready ## run all tests (those that need LibreOffice are skipped where there is none)
	$(PY) -m pytest -q

soak: soak-killed soak-corpus soak-fuzz soak-books ## all that takes hours: killed anywhere, other people's workbooks, random files

soak-killed: .venv/ready ## let all go wrong at every call: make soak-killed SOAK="run --kind killed --every 4"
	$(PY) -m tests.reliability.soak $(SOAK)

soak-corpus: .venv/ready ## gather other people's workbooks and write into each
	$(PY) -m tests.corpus.gather
	$(PY) -m tests.corpus.try_all --office 200

soak-fuzz: .venv/ready ## change files at random, led by coverage: make soak-fuzz FUZZ=3600 (seconds for each target)
	$(PY) -m pip install -q atheris
	$(PY) -m tests.fuzz $(FUZZ)

soak-books: .venv/ready ## make whole books at random: make soak-books BOOKS=3000
	BOOKS=$(BOOKS) SOAK=1 $(PY) -m pytest -q -n 0 tests/reliability

versions: .venv/ready ## work the same books out with the oldest and with the newest libraries, each in an environment of its own
	for age in oldest newest; do python3 -m venv --clear $(VERSIONS)/$$age; done
	$(VERSIONS)/oldest/bin/python -m pip install -q --only-binary :all: $$($(NEEDED))
	$(VERSIONS)/newest/bin/python -m pip install -q --only-binary :all: $$($(NEEDED) | sed 's/==.*//')
	ENVIRONMENTS=$(CURDIR)/$(VERSIONS)/oldest/bin/python:$(CURDIR)/$(VERSIONS)/newest/bin/python \
		$(PY) -m pytest -q -n 0 -rs tests/reliability/test_numbers.py -k oldest

lint: .venv/ready ## look for slips in the code
	$(PY) -m ruff check src tests bench addin

types: .venv/ready ## check the types of the core
	$(PY) -m mypy

bench: .venv/ready ## time the morning run beside floors and peers, about an hour: make bench SIZES="1000 10000" REPEAT=3
	$(PY) bench/run.py $(SIZES) --repeat $(REPEAT) --peers
	$(PY) bench/peers/tryton.py 200 1000 --repeat 1

bench-check: .venv/ready ## say whether a ratio got worse by half
	$(PY) bench/run.py 1000 10000 --repeat 3 --check bench/baseline.json

docs: .venv/ready ## make docs/tables.md, docs/problems.md, docs/imports.md and docs/functions.md from the code
	$(PY) -m backorder_xl.tables.docs docs
	$(PY) -m backorder_xl.imports.sources.docs docs
	$(PY) -m backorder_xl.hosts.functions.page docs

addin: .venv/ready ## make the add-in for Excel: dist/backorder_xl.xlam
	$(PY) addin/build.py

audit: .venv/ready ## ask whether a library has a known hole or a licence that forbids business
	$(PY) -m pip install -q pip-audit pip-licenses
	$(PY) -m pytest -q -n 0 -rs $(AUDIT)

clean: ## remove what was made: caches, builds, benchmark files (not the venv)
	rm -rf build dist bench/out .pytest_cache .mypy_cache .ruff_cache .hypothesis
