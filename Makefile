# Every chore of the site. `make` alone prints this list.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -ec
PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po locale/wagtail/*/LC_MESSAGES/django.po))
SOURCES := $(wildcard */migrations/*.py pages/seed/*.toml places/data/*.toml jobs/data/* jobs/data/demo/*.toml jobs/demo.py */seeding.py pages/groups.py accounts/demo.py)
run seed var/seeded-$(PORT): export DJANGO_DEBUG := on
run seed var/seeded-$(PORT): export SITE_URL := http://localhost:$(PORT)

.PHONY: help run test lint format messages seed bench clean
.DELETE_ON_ERROR:

help:
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: var/seeded-$(PORT) $(CATALOGUES) ## set everything up and show the site at localhost:8000 (PORT=8123: there)
	@echo; echo "The site:  http://localhost:$(PORT)/     The CMS:  http://localhost:$(PORT)/cms/"
	@sed -n '/^Sign in/,$$p' $<; echo "Codes and letters appear here."; echo
	@$(BIN)/python manage.py runserver localhost:$(PORT)

test: $(BIN)/installed-dev $(CATALOGUES) ## lint, then every test on SQLite, in Chromium and on PostgreSQL
	@$(BIN)/python -m tests.services
	@$(MAKE) --no-print-directory lint
	$(BIN)/coverage erase
	$(BIN)/pytest -q -n 2 --durations=10 -m "not browser" --cov --cov-report=
	$(BIN)/coverage report
	$(BIN)/pytest -q -n 2 --durations=10 -m browser
	$(BIN)/python -m tests.services postgres $(BIN)/pytest -q -n 2 --durations=10 -m "not browser"

lint: $(BIN)/installed-dev ## style, templates, who imports whom, missing migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --check templates
	$(BIN)/lint-imports
	DJANGO_DEBUG=on $(BIN)/python manage.py makemigrations --check --dry-run

format: $(BIN)/installed-dev ## let the tools put code and templates into shape
	-$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djhtml templates

messages: $(BIN)/installed-dev ## collect the texts to translate into locale/ (needs gettext)
	@$(BIN)/python -m tests.services
	DJANGO_DEBUG=on $(BIN)/python manage.py makemessages -l fi -l sv --no-obsolete --no-location -i ".venv/*" -i "var/*" -i "tests/*"

seed: $(BIN)/installed ## fill the database again; what exists stays as it is
	$(BIN)/python manage.py seed_site --demo

bench: $(BIN)/installed-dev $(CATALOGUES) ## measure queries, server time and weight
	$(BIN)/python -m tests.bench

clean: ## remove the environment, the database and everything made
	rm -rf .venv var .coverage .pytest_cache .ruff_cache .import_linter_cache $(CATALOGUES)

var/seeded-$(PORT): $(BIN)/installed $(SOURCES)
	@mkdir -p var
	$(BIN)/python manage.py migrate
	$(BIN)/python manage.py createcachetable
	$(BIN)/python manage.py seed_site --demo | tee $@

%.mo: %.po | $(BIN)/installed
	$(BIN)/pybabel -q compile --statistics -i $< -o $@

$(BIN)/installed: requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed."; exit 1; }
	@test -x $(BIN)/python || { echo "Making a virtual environment with $(PYTHON) …"; $(PYTHON) -m venv .venv; }
	$(BIN)/pip install --disable-pip-version-check -r requirements.txt
	@touch $@

$(BIN)/installed-dev: requirements-dev.txt $(BIN)/installed
	$(BIN)/pip install --disable-pip-version-check -r requirements-dev.txt
	@touch $@
