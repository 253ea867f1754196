# Two commands do all the set-up: `make run` and `make test`. Python 3.11 or later with pip is all that they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test soak docs lint wheel sbom lock bench synthetic clean

run: $(VENV)/run  ## tables and a report, on the synthetic population or on DATA=path
	$(BIN)/ayni run $(if $(DATA),--data "$(DATA)") --report ayni-report.html

test: $(VENV)/dev  ## the whole suite
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder  # more than two workers, for browsers and servers wait

soak: $(VENV)/dev  ## the long runs that the suite takes samples of; WHAT=words chooses some: benchmarks/soak.md
	$(BIN)/python -m pytest -m soak --record benchmarks/soak.md $(if $(WHAT),-k "$(WHAT)")

docs: $(VENV)/dev  ## the documentation as a site: build/docs/index.html
	PYTHONPATH=src $(BIN)/sphinx-build -q -W --keep-going -c docs . build/docs
	$(BIN)/python tools/links.py build/docs

lint: $(VENV)/dev  ## style, types, and which room may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev  ## what people run, in seconds, beside R, polars and OpenFisca: benchmarks/results.md
	$(BIN)/python benchmarks/bench.py

synthetic: $(VENV)/dev  ## make the synthetic population again from EH 2019: DATA=person file, expenditure modules beside it or MODULES=folder
	$(BIN)/python -m pip install -q --group synthesis
	$(BIN)/python tools/synthesise.py "$(DATA)" $(if $(MODULES),--modules "$(MODULES)")

$(VENV)/run: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Ayni needs Python 3.11 or later: make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade pip
	$(BIN)/python -m pip install -q -e ".[survey]"
	touch $@

$(VENV)/dev: $(VENV)/run requirements.lock
	$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	touch $@

wheel: $(VENV)/run  ## build the package, install it alone and run it from there; PYTHONS="python3.12 python3.13" for more
	$(BIN)/python tools/bare_install.py $(foreach each,$(PYTHONS),--python $(each))

sbom: $(VENV)/run  ## what the program is made of, CycloneDX: build/ayni.cdx.json
	$(BIN)/python tools/sbom.py build/ayni.cdx.json

lock: $(VENV)/run  ## take the newest versions that pyproject.toml allows, for `make test`: requirements.lock
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade --group dev pyproject.toml -o requirements.lock \
		--custom-compile-command "make lock"

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .import_linter_cache .hypothesis
