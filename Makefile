# Two commands suffice to look: `make demo` and `make test`; `make local` to work. Everything lives in .venv and var/.
PYTHON ?= python3
PY := .venv/bin/python
PORT ?= 8000
HOST ?= 127.0.0.1
export PYTHONUNBUFFERED = 1
# Neither luck nor a busy machine decides what lands: sets in one order (tests/conftest.py has the rest).
test test-apart test-browser: export PYTHONHASHSEED = 0
# Without --no-compile pip compiles every module there is; Python compiles the tenth that it comes to use.
INSTALL := $(PY) -m pip install -q --disable-pip-version-check --no-compile -c constraints.txt
SPREAD := -n auto --dist loadgroup

FUZZ_SECONDS ?= 600
FUZZ_SEED ?= $(shell date +%s)
CLOCKS ?= $(shell $(PY) -m tests.clock)

.PHONY: demo local test test-apart covered clocks test-browser demonstration fuzz check types lint bench setup clean

demo: setup ## the product with a believable district, on SQLite, with no service
	HOST=$(HOST) PORT=$(PORT) sh scripts/demo.sh

local: setup ## one's own district on this machine, on SQLite, with a key made once in var/secret_key
	HOST=$(HOST) PORT=$(PORT) sh scripts/local.sh

test: setup-dev ## the whole suite but the browser's
	$(PY) -m pytest $(COVER) $(SPREAD) -m "not browser" --durations=10

test-apart: setup-dev ## what opens every page as everybody and builds whole districts: slow, the same on either engine, soonest on SQLite
	SUITE_ONCE=1 $(PY) -m pytest $(SPREAD) -m apart --durations=10 $$(grep -rl "mark.apart" tests/*/ | sed 's|/conftest.py||')

covered: ## after make test COVER="-p tests.covering": where no test goes; rules, services and workflow hold 95 of 100 lines and branches
	@$(PY) scripts/covered.py

clocks: setup-dev ## the whole suite again at real time and at every moment of tests/clock.py; CLOCKS="2028-02-29T12:00" for some
	@for at in $(CLOCKS); do echo "── $$at"; SUITE_CLOCK=$$at $(PY) -m pytest $(SPREAD) -m "not browser" || red="$$red $$at"; done; \
	if [ -n "$$red" ]; then echo "red at:$$red"; exit 1; fi

test-browser: setup-dev ## pages in a real browser (needs Debian's chromium and a Chinese font)
	$(PY) -m pytest $(SPREAD) --maxprocesses 4 -m browser --durations=10 tests/browser

demonstration: setup-dev ## the district that test-browser would build for itself, beforehand: DEMONSTRATION=var/demonstration make test-browser
	@rm -rf var/demonstration
	DJANGO_SETTINGS_MODULE=hezhang.settings DEMO=1 $(PY) -m tests.browser.server var/demonstration

fuzz: setup-dev ## tests/fuzz for FUZZ_SECONDS of computing, as other people each time; prints its seed: FUZZ_SEED=… repeats it
	SUITE_ONCE=1 FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_SEED=$(FUZZ_SEED) $(PY) -m pytest $(SPREAD) --timeout 0 tests/fuzz -rP

check: setup-dev ## lint of Python and scripts, types, vendored files, missing migrations
	@$(MAKE) --no-print-directory -j 2 --output-sync=target types lint

types:
	.venv/bin/mypy

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/bandit -q -c pyproject.toml -r hezhang rivers patrols issues assessment scripts bench manage.py
	.venv/bin/biome lint --error-on-warnings
	$(PY) scripts/vendor_check.py
	DEMO=1 $(PY) manage.py makemigrations --check --dry-run

bench: setup-dev ## ours beside its limit, in one run
	$(PY) -m bench

setup: .venv/installed
setup-dev: .venv/installed-dev

.venv/installed: requirements.txt constraints.txt
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@echo "安装依赖……"
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt requirements.txt constraints.txt
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@echo "安装依赖……"
	@$(INSTALL) -r requirements-dev.txt
	@touch .venv/installed $@

clean: ## remove the environment and all local data
	rm -rf .venv var staticfiles
