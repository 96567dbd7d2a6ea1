# One command per duty. Everything lives in .venv; a fresh machine needs Python ≥ 3.11 and make, nothing else.

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CODE := core etl geo show ui reports pages tests bench docs scaffold app.py
TOOLS := .tools
TOOLS_STAMP := $(TOOLS)/.installed
DATA := $(if $(ENTI_DATA),$(ENTI_DATA),data)

.PHONY: run sbom wall test lint lint-style lint-form lint-types lint-rooms hooks bench data clean format screenshots film pictures lock sums docs upgrade-check new-page new-source new-scene new-indicator harden axe backup restore

run: $(STAMP) data
	$(BIN)/python -m ui.server.serve --port $(PORT)

# The same, with the operations room's wall open at /parede without a key: for trying out, not for an installation.
wall: $(STAMP) data
	ENTI_WALL=open $(BIN)/python -m ui.server.serve --port $(PORT)

test: $(STAMP) browser
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Its pieces are also what .pre-commit-config.yaml runs before each commit.
lint: lint-style lint-form lint-types lint-rooms

lint-style: $(STAMP)
	$(BIN)/ruff check .

lint-form: $(STAMP)
	$(BIN)/ruff format --check $(CODE)

lint-types: $(STAMP)
	$(BIN)/mypy

# Which folder may import which, and no circle (pyproject.toml, [tool.importlinter]).
lint-rooms: $(STAMP)
	$(BIN)/lint-imports --no-cache --no-logo pyproject.toml

format: $(STAMP)
	$(BIN)/ruff format $(CODE)

hooks: $(TOOLS_STAMP)
	$(TOOLS)/bin/pre-commit install

bench: $(STAMP) browser data
	$(BIN)/python -m bench

# Attacks on the whole, for hours: `make harden MINUTES=10`, `make harden PART=kills ONLY=carga` (docs/endurecimento.md).
harden: $(STAMP) data
	$(BIN)/python -m bench.harden $(if $(MINUTES),--minutes $(MINUTES)) $(if $(PART),--part $(PART)) $(if $(ONLY),--only "$(ONLY)")

screenshots: $(STAMP) browser data
	$(BIN)/python -m bench.screenshots

film: $(STAMP) browser data
	$(BIN)/python -m bench.film

# What tests/browser/test_pictures.py compares with: only after looking at what changed.
pictures: $(STAMP) browser
	ENTI_PICTURES=write $(BIN)/python -m pytest -q tests/browser/test_pictures.py

# A new part with its tests: NAME=…, and PT=… EN=… for what it is called. CONTRIBUTING.md says what is left to write.
NAMED = $(if $(NAME),"$(NAME)",$(error falta NAME=nome_da_parte)) $(if $(PT),--pt "$(PT)") $(if $(EN),--en "$(EN)")
new-page: $(STAMP)
	@$(BIN)/python -m scaffold page $(NAMED)

new-source: $(STAMP)
	@$(BIN)/python -m scaffold source $(NAMED) $(if $(HOME_URL),--home "$(HOME_URL)") $(if $(LICENCE),--licence "$(LICENCE)") $(if $(CITATION),--citation "$(CITATION)")

new-scene: $(STAMP)
	@$(BIN)/python -m scaffold scene $(NAMED)

new-indicator: $(STAMP)
	@$(BIN)/python -m scaffold indicator $(NAMED) $(if $(WHY_PT),--why-pt "$(WHY_PT)") $(if $(WHY_EN),--why-en "$(WHY_EN)")

# axe on every page in both languages and both themes; the tests look at each page in one of the four ways.
axe: $(STAMP) browser
	ENTI_AXE=all $(BIN)/python -m pytest -q -n 2 tests/browser/test_access.py

# The parts of documents that code knows better than people.
docs: $(STAMP)
	$(BIN)/python -m docs
# What we touch of Streamlit's own (docs/streamlit.md) against its newest version, or STREAMLIT=x.y.z; .venv is left alone.
upgrade-check: browser
	$(PYTHON) -m tests.support.upgrade $(STREAMLIT)

# A first build from the figures that ship with the project; an existing one is left alone.
data: $(STAMP)
	@test -f "$(DATA)/builds/current" || $(BIN)/python -m etl load --offline

# All that loads and people made (ENTI_DATA) in one file, while the dashboard works; and back into an empty folder.
backup: $(STAMP)
	$(BIN)/python -m etl backup "$(if $(TO),$(TO),$(error falta TO=ficheiro.tar.gz))"

restore: $(STAMP)
	$(BIN)/python -m etl restore "$(if $(FROM),$(FROM),$(error falta FROM=ficheiro.tar.gz))" $(if $(INTO),--to "$(INTO)")

# After data/snapshot was changed on purpose: what each file of it is.
sums:
	cd data/snapshot && sha256sum figures.parquet figures.yaml > SHA256SUMS
	cd data/snapshot/execution && sha256sum *.csv *.yaml > SHA256SUMS

# Every version and hash that these two files lead to, for every platform: after changing a pin. Versions that still fit
# stay; `make lock UPGRADE=1` takes the newest.
lock: $(TOOLS_STAMP)
	for f in requirements requirements-tools; do \
	  UV_CUSTOM_COMPILE_COMMAND="make lock" $(TOOLS)/bin/uv pip compile --quiet --no-config --system-certs --universal \
	    --python-version 3.11 --fork-strategy fewest --generate-hashes $(if $(UPGRADE),--upgrade) $$f.txt -o $$f.lock \
	  || exit 1; done

sbom: $(TOOLS_STAMP) $(STAMP)
	$(TOOLS)/bin/cyclonedx-py environment $(VENV) --output-format JSON --output-reproducible | $(BIN)/python -m docs.sbom

$(STAMP): requirements.txt requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 ou posterior é necessário; há " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock
	@touch $@

$(TOOLS_STAMP): requirements-tools.txt requirements-tools.lock
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements-tools.lock
	@touch $@

# The browser tests drive Debian's Chromium; it is installed where it is missing and we may install it.
.PHONY: browser
browser:
	@command -v chromium >/dev/null 2>&1 || test -n "$$CHROMIUM" || { \
	  if command -v apt-get >/dev/null 2>&1 && test "$$(id -u)" = 0; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo "Sem Chromium: os testes de navegador são saltados. Instalar o pacote «chromium»."; fi; }
	@command -v systemd-analyze >/dev/null 2>&1 || { \
	  if command -v apt-get >/dev/null 2>&1 && test "$$(id -u)" = 0; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends systemd >/dev/null; \
	  else echo "Sem systemd-analyze: as unidades não são conferidas. Instalar o pacote «systemd»."; fi; }
	@PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null 2>&1 && command -v openssl >/dev/null 2>&1 || { \
	  if command -v apt-get >/dev/null 2>&1 && test "$$(id -u)" = 0; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light openssl >/dev/null; \
	  else echo "Sem nginx: o seu exemplo não é corrido. Instalar os pacotes «nginx-light» e «openssl»."; fi; }
	@command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || { \
	  if command -v apt-get >/dev/null 2>&1 && test "$$(id -u)" = 0; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null; \
	  else echo "Sem Node: a entrada com conta não é provada num fornecedor. Instalar os pacotes «nodejs» e «npm»."; fi; }
	@if command -v npm >/dev/null 2>&1 && test ! -e tests/oidc/node_modules/.package-lock.json; then \
	  npm ci --prefix tests/oidc --ignore-scripts --no-audit --no-fund --silent; fi

clean:
	rm -rf $(VENV) $(TOOLS) .pytest_cache .mypy_cache .ruff_cache .hypothesis static/gen data/builds data/raw
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
