# The commands of the project. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help up test soak check bench bench-opening reset lock
UV ?= uv

up: ## start the portal with demonstration data, on http://127.0.0.1:8000 (Ctrl-C stops it)
	@requirements/install.sh run
	@exec .venv/bin/portail up

test: ## run every test; installs the servers and the browser it needs when run as root
	@requirements/install.sh dev
	@exec .venv/bin/python -m tests.run

bench-opening: ## measure the evening when everybody books at once; writes docs/benchmarks.md
	@requirements/install.sh dev
	@exec .venv/bin/python -m tests.benchmarks.opening $(BENCH)

soak: ## break everything, PORTAIL_SOAK_ROUNDS times (10) with new seeds; a seed can be given again
	@requirements/install.sh dev
	@exec .venv/bin/python -m tests.faults.soak

check: ## lint, types, architecture, generated pages, translations
	@requirements/install.sh dev
	@exec .venv/bin/python -m tests.check

bench: ## measure the backbone beside its peers; writes docs/benchmarks.md
	@requirements/install.sh dev
	@exec .venv/bin/python -m tests.benchmarks.backbone $(BENCH)

reset: ## forget what the portal keeps: empties var/
	@rm -rf var && echo "var/ is empty"

lock: ## pin anew what requirements/*.in ask for (needs uv; no host gets into the locks)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	@cd requirements && for name in run dev; do \
		$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --no-header --no-annotate \
			$$name.in --output-file $$name.lock || exit 1; \
	done

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
