# Few words: run, test, check, bench; each makes what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-fast setup setup-dev data check sbom bench fault-test pictures lock clean

run: setup data          ## serve the dashboard on port 8501
	$(BIN)/streamlit run dashboard.py

# Dozens of processes read the same modules: they are compiled once, also where the environment forbids it.
test test-fast: export PYTHONDONTWRITEBYTECODE =

test: setup-dev data     ## every test, with a real browser; three at a time, who is done takes from the others
	$(BIN)/python -m pytest -n 3 --dist worksteal --kills 2 --junitxml=data/test-report.xml

test-fast: setup-dev data ## every test that needs no browser, for while one works; one worker per core, none waits
	$(BIN)/python -m pytest -n logical --dist worksteal --ignore tests/in_browser

setup: $(VENV)/.run      ## the virtual environment, with what the dashboard needs

setup-dev: $(VENV)/.dev
	$(BIN)/python tests/browser.py

data: setup              ## build the embedded release if there is none
	@test -f "$${MONITOR_RELEASES_DIR:-$${MONITOR_DATA_DIR:-data}/releases}/CURRENT" || $(BIN)/python -m etl build --yes

check: $(VENV)/.dev      ## style, types, licences of what is installed, secrets, container file; all offline
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pip-licenses --summary
	git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --no-verify --exclude-files '^data/' \
		--exclude-secrets '^([0-9a-f]{12}|only-for-this-test-.*|geheimnis|kurz|none)$$'
	test ! -x $(BIN)/hadolint || $(BIN)/hadolint deploy/Containerfile

sbom: $(VENV)/.dev       ## what the dashboard is made of (CycloneDX), with versions and checksums
	mkdir -p build
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible -o build/sbom.json requirements.txt

bench: setup-dev data    ## what it costs: build, reruns, browser, memory
	$(BIN)/python -m benchmarks

fault-test: $(VENV)/.dev ## what visitors get while something goes wrong; fails when a promise of docs/reliability.md is broken
	$(BIN)/python -m benchmarks.faults

pictures: setup-dev      ## take the README's pictures from the running dashboard
	$(BIN)/python -m docs.pictures

lock: $(VENV)/.dev       ## pin requirements from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --no-emit-index-url --generate-hashes pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --no-emit-index-url --generate-hashes pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt

clean:                   ## forget the environment and all releases
	rm -rf $(VENV) data/releases

$(VENV)/.run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
