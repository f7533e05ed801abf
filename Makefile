# Every command of the house. `make help` lists them.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT
JOBS ?= 2
DATABASE_URL_SERVICES ?= $(or $(DATABASE_URL),postgres://postgres@127.0.0.1:5432/postgres)
CACHE_URL_SERVICES ?= $(or $(CACHE_URL),redis://127.0.0.1:6379/9)
# What knows no database, or names one itself, is the same on both and is run once, by `make test`.
PURE := $(addprefix --ignore=tests/,cli consolidation content docs keeping)
BROKER_URL_SERVICES ?= $(or $(BROKER_URL),amqp://guest:guest@127.0.0.1:5672//)

.PHONY: help setup run test dev test-services test-browser test-faults faults load fuzz fuzz-short docker-test docker-lint deploy audit sbom bandit actions-lint wheel image image-push release release-notes lint format types arch migrations docs check lock assets assets-check client client-check bench clean erd schema ledger lighthouse bench-search bench-scale

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/.base: requirements/base.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the hub needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "Installing what tests and checks need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.base ## Install the hub into .venv

run: setup ## Bring the hub up at http://127.0.0.1:8000 (PORT, NEXUS_DATA)
	@exec $(BIN)/nexus up

test: $(VENV)/.dev ## Unit, property and API tests on the embedded profile
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -q -m "not browser and not services and not faults"

test-services: $(VENV)/.dev ## The same suite on PostgreSQL, Redis and RabbitMQ
	@export DATABASE_URL="$(DATABASE_URL_SERVICES)" CACHE_URL="$(CACHE_URL_SERVICES)" BROKER_URL="$(BROKER_URL_SERVICES)"
	$(BIN)/python scripts/check_services.py
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -q -m "not browser and not faults and not once" $(PURE)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -q -k postgres tests/keeping tests/content/reproductions/test_postgres.py

test-browser: dev ## First hours in real Chromium, with axe
	@$(BIN)/python -m pytest -q -m browser tests/browser

test-faults: $(VENV)/.dev ## Kill real processes in the middle of an import
	@$(BIN)/python -m pytest -q -m faults tests/faults

faults: $(VENV)/.dev ## Hurt a hub on services of its own under load (FAULTS="--full --keep")
	@$(BIN)/python -m tests.faults.matrix $(FAULTS)

load: $(VENV)/.dev ## A real day, faster and faster: what the machine holds, and what then
	@$(BIN)/python -m bench.day $(LOAD)

fuzz: $(VENV)/.dev ## Ask the API 10,000 times and more on each profile what its schema allows, and what not
	@DATABASE_URL="$(DATABASE_URL_SERVICES)" CACHE_URL="$(CACHE_URL_SERVICES)" BROKER_URL="$(BROKER_URL_SERVICES)" $(BIN)/python -m tests.fuzz --examples 60 --least 10000

fuzz-short: $(VENV)/.dev ## The same, 500 times on each profile
	@DATABASE_URL="$(DATABASE_URL_SERVICES)" CACHE_URL="$(CACHE_URL_SERVICES)" BROKER_URL="$(BROKER_URL_SERVICES)" $(BIN)/python -m tests.fuzz --examples 4 --phases fuzzing,stateful --seed 1 --least 500

hostile: $(VENV)/.dev ## Send noise to every address, in every part of a request (about 5 minutes)
	@NEXUS_HOSTILE=all $(BIN)/python -m pytest -n $(JOBS) -q tests/hostile

docker-lint: $(VENV)/.dev ## Lint of Dockerfile and compose.yaml
	@$(BIN)/python tests/docker/lint.py

docker-test: $(VENV)/.dev ## Build the image, bring the whole composition up, ask it, scale it
	@tests/docker/run.sh

deploy: ## Bring a composition to VERSION; back to what ran when it is not well
	@deploy/deploy "$(VERSION)"

IMAGE ?= nexus-hub
VERSION ?= latest
image: ## Build the image IMAGE:VERSION
	@docker build --build-arg VERSION="$(VERSION)" --build-arg REVISION="$$(git rev-parse HEAD)" -t "$(IMAGE):$(VERSION)" .

image-push: ## Push IMAGE:VERSION; its digest goes to GITHUB_OUTPUT
	@printf '%s' "$$REGISTRY_TOKEN" | docker login --username "$$REGISTRY_USER" --password-stdin "$${IMAGE%%/*}"
	docker push "$(IMAGE):$(VERSION)"
	docker inspect --format '{{index .RepoDigests 0}}' "$(IMAGE):$(VERSION)" | sed 's/.*@/digest=/' >> "$${GITHUB_OUTPUT:-/dev/stdout}"

release-notes: ## Write build/notes.md: what the changelog says of VERSION
	@mkdir -p build
	$(PYTHON) scripts/release_notes.py "$(VERSION)" > build/notes.md

release: ## Publish VERSION on GitHub with wheel and SBOM
	@gh release create "$(VERSION)" --verify-tag --title "$(VERSION)" --notes-file build/notes.md build/dist/*.whl build/sbom.json

bandit: $(VENV)/.dev ## What a security linter holds against the code
	@$(BIN)/bandit -q -c pyproject.toml -r nexus config

audit: $(VENV)/.dev ## Known holes in what is installed (asks the network)
	@$(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements/base.txt

sbom: $(VENV)/.dev ## Write build/sbom.json: what the hub is made of
	@mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements/base.txt --pyproject pyproject.toml --output-reproducible --output-file build/sbom.json

wheel: $(VENV)/.dev ## Build the wheel into build/dist
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/dist .

actions-lint: $(VENV)/.dev ## The workflows: sound, least rights, pinned, only make targets
	@$(BIN)/zizmor --offline --no-progress --quiet .github
	$(BIN)/python -m pytest -q tests/docs/test_workflows.py
	$(BIN)/actionlint

dev: $(VENV)/.dev ## Everything a developer needs, the browser included
	@$(BIN)/python scripts/ensure_browser.py

lint: $(VENV)/.dev ## Style and errors
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev ## Put the code into shape
	@$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev ## mypy, strict
	@$(BIN)/mypy nexus config

arch: $(VENV)/.dev ## The floors: imports go down only
	@$(BIN)/lint-imports

migrations: $(VENV)/.dev ## Models and migrations agree, and migrations are linear
	@$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check

docs: $(VENV)/.dev ## Docs name every setting, command and address
	@$(BIN)/python -m pytest -q tests/docs

schema: $(VENV)/.dev ## Write the committed GraphQL and OpenAPI schemas
	@$(BIN)/python scripts/write_schemas.py

ledger: $(VENV)/.dev ## Write docs/capabilities.md: which face offers what
	@$(BIN)/python scripts/write_ledger.py

erd: $(VENV)/.dev ## Draw docs/erd.md from the models
	@$(BIN)/python scripts/draw_erd.py

assets: ## Build the front end (Node ≥ 20; running the hub needs none)
	@cd frontend && npm ci --silent && npm run --silent build

assets-check: assets ## A rebuild gives what is committed
	@git diff --exit-code --stat -- nexus/web/static nexus/common/earlyscript.js

client: ## Generate and build the TypeScript client (Node ≥ 20)
	@cd clients/typescript && npm ci --silent --ignore-scripts && npm run --silent generate && npm run --silent check && npm run --silent build

client-check: client ## Generating it again gives what is committed
	@git diff --exit-code --stat -- clients/typescript

check: lint types arch migrations ## All checks that need no services

bench-search: $(VENV)/.dev ## Known-item search and import speed, measured
	@$(BIN)/python -m bench

# The pages that everybody measures with, where they are; made-up ones elsewhere.
ARCHIVE ?= $(wildcard ../shared/corpus/pages-1000.zip)
bench: $(VENV)/.dev ## The hub beside bare frameworks and nginx (ARCHIVE=pages.zip)
	@$(BIN)/python -m bench.http $(if $(ARCHIVE),--archive $(ARCHIVE)) $(BENCH)

bench-scale: $(VENV)/.dev ## A hub of 100,000 entries beside one of 1,000 (about 15 minutes)
	@$(BIN)/python -m bench.http.scale $(BENCH)

lighthouse: $(VENV)/.dev ## Lighthouse on a published hub (needs npm)
	@$(BIN)/python -m bench.lighthouse

lock: $(VENV)/.dev ## Pin every dependency with hashes
	@cd requirements
	for name in base dev; do ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links $$name.in -o $$name.txt; done

clean: ## Remove what was built here; the hub's data stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
