# agent1414. One file, non-recursive; all that is made goes to $(BUILD).
# `make help` lists what can be asked for.

PREFIX  ?= /usr/local
BUILD   ?= build
CFLAGS  ?= -O2 -g
VERSION := 0.1

# The lists of Debian packages: to build and run, what only tests need, and the
# peers that only the benches measure.
RUN_PACKAGES := gcc libc6-dev pkg-config gettext tzdata ca-certificates \
	libncurses-dev \
	libcurl4-openssl-dev libjansson-dev libpcre2-dev libsqlite3-dev \
	libutf8proc-dev libsodium-dev libinih-dev libmicrohttpd-dev
TEST_PACKAGES := libcmocka-dev libvterm-dev graphviz openssl procps \
	python3-jsonschema openssh-server openssh-client strace rsync git
BENCH_PACKAGES := tig git curl
FUZZ_PACKAGES := clang libclang-rt-14-dev
# Node where there is none yet (its own packages may hold npm as well).
NODE_PACKAGES = $(if $(shell command -v npm),,nodejs npm)

# pkg-config module = Debian package, for a plain word when one is missing.
MODULES := ncursesw=libncurses-dev libcurl=libcurl4-openssl-dev \
	jansson=libjansson-dev libpcre2-8=libpcre2-dev sqlite3=libsqlite3-dev \
	libutf8proc=libutf8proc-dev libsodium=libsodium-dev inih=libinih-dev \
	libmicrohttpd=libmicrohttpd-dev

LIBS      = $(shell pkg-config --libs ncursesw libcurl jansson libpcre2-8 \
	sqlite3 libutf8proc libsodium inih) -lm -pthread
PRACTICE  = $(shell pkg-config --libs libmicrohttpd)
TEST_LIBS = $(shell pkg-config --libs cmocka vterm libpcre2-32) -lutil
WARN     := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wformat=2 \
	-Werror=format-security $(WERROR)
# Those flags of a list that this compiler (and its processor) knows.
known     = $(foreach f,$(1),$(shell echo 'int x;' | \
	$(CC) -Werror -O2 $(f) -x c -c -o /dev/null - 2>/dev/null && echo '$(f)'))
# Overflow wraps and a NULL that was used stays NULL, so that no check written
# against them is taken away for being impossible.
HARDEN   := -fPIE -fno-strict-overflow -fno-delete-null-pointer-checks \
	$(call known,-fstack-protector-strong -fstack-clash-protection \
	-fcf-protection -mbranch-protection=standard)
# Level 3 sees sizes known only at run time (gcc 12, clang 9; else 2). The
# sanitizers have checks of their own.
ifeq ($(SANITIZE),)
HARDEN   += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$(if $(shell echo 'int x;' | \
	$(CC) -Werror -Wsystem-headers -O2 -D_FORTIFY_SOURCE=3 -include stdio.h \
	-x c -c -o /dev/null - 2>/dev/null && echo 3),3,2)
endif
ALL_CFLAGS  = -std=c11 -D_GNU_SOURCE -I. -DVERSION='"$(VERSION)"' $(WARN) \
	$(HARDEN) $(CFLAGS) $(CPPFLAGS) $(SANITIZE)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed $(LDFLAGS) $(SANITIZE)

CONSOLE  := $(shell find console -name '*.c' | sort)
SCREENS  := $(filter-out screens/main.c,$(shell find screens -name '*.c' | sort))
ALLTEST  := $(filter-out $(SKIP),$(shell find tests -name '*.c' | sort))
TESTS    := $(filter %.c,$(foreach t,$(ALLTEST),$(if $(filter test_%,$(notdir $t)),$t)))
PROBES   := $(filter %_probe.c,$(ALLTEST))
BENCHES  := $(filter tests/bench/%,$(ALLTEST))
SERVER   := $(filter-out $(TESTS),$(filter tests/practice/%,$(ALLTEST)))
RECEIVER := $(filter-out $(TESTS),$(filter tests/receiver/%,$(ALLTEST)))
SCRIPTED := $(filter-out $(SKIP),$(shell find tests -name 'test_*.sh' | sort))
FUZZ     := $(filter tests/fuzz/fuzz_%,$(ALLTEST))
TESTKIT  := $(filter-out $(TESTS) $(PROBES) $(BENCHES) $(SERVER) $(RECEIVER) \
	$(FUZZ) %/replay.c %_preload.c %/nomem.c,$(ALLTEST))
KB       := $(shell find kb -name '*.json')
LANGS    := $(patsubst screens/po/%.po,%,$(wildcard screens/po/*.po))
object    = $(patsubst %.c,$(BUILD)/%.o,$(1))
program   = $(patsubst %.c,$(BUILD)/%,$(1))
CATALOGS := $(LANGS:%=$(BUILD)/po/%/LC_MESSAGES/agent1414.mo)
PROGRAMS := $(BUILD)/agent1414 $(BUILD)/agent1414-practice
TEST_PROGRAMS := $(call program,$(TESTS) $(PROBES))
FUZZ_PROGRAMS := $(call program,$(FUZZ))
FUZZ_MAIN     := $(BUILD)/tests/fuzz/replay.o
FUZZ_TIME     ?= 60
SHIMS := $(patsubst %,$(BUILD)/tests/faults/%.so,killpt power nomem)
CLOCK := $(BUILD)/tests/faults/fakeclock.so

Q = $(if $(V),,@)
# Make for the user: as many jobs as there are processors, unless -j said.
BUILDER = $(MAKE) --no-print-directory -s $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))

all: $(PROGRAMS) $(BUILD)/agent1414-receiver $(CATALOGS) $(BUILD)/kb.index ## build the program and the practice registry

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | sort | expand -t 14

run: ## install what is missing, build, open the console (AS=branch.kzo FRESH=1)
	@sh tests/install.sh $(RUN_PACKAGES)
	@$(BUILDER) all
	@$(BUILD)/agent1414 practice $(if $(filter command,$(origin AS)),--as $(AS)) \
	  $(if $(FRESH),--fresh)

check: ## install what tests need, build and run every test
	@sh tests/install.sh $(RUN_PACKAGES) $(TEST_PACKAGES)
	@$(BUILDER) all $(or $(ONLY),check-programs)
	@BUILD=$(BUILD) sh tests/run.sh $(or $(ONLY),$(call program,$(TESTS)) $(SCRIPTED))

check-programs: $(TEST_PROGRAMS) $(FUZZ_PROGRAMS) $(SHIMS) $(CLOCK)

check-asan: ## the same, but sshd's, under the address and undefined sanitizers
	@$(MAKE) --no-print-directory check BUILD=$(BUILD)/asan \
	  CFLAGS='-O1 -g' SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' \
	  SKIP='tests/ssh/% tests/mutation/% tests/knowledge/% %/test_wall.c \
	  %/test_store_wall.c %/test_store_mutate.c %/test_store_race.c \
	  %/test_shims.c %/test_points.c %/test_damage.c \
	  tests/faults/test_clock.c tests/faults/test_audit_fails.c tests/test_binary.sh'

check-tsan: ## the worker code under the thread sanitizer
	@$(MAKE) --no-print-directory check BUILD=$(BUILD)/tsan \
	  CFLAGS='-O1 -g' SANITIZE=-fsanitize=thread ONLY='$(patsubst %,$(BUILD)/tsan/tests/console/%,\
	  io/test_loop io/test_worker io/test_mailbox io/test_http io/test_http_cancel \
	  io/test_http_tls registry/test_lookup call/test_call call/test_call_look \
	  call/test_call_save call/test_call_renew test_reload_desk)'

differential: ## our rules beside certlogic-js on 120,000 random rules (npm)
	@sh tests/install.sh $(RUN_PACKAGES) $(NODE_PACKAGES)
	@$(MAKE) --no-print-directory -s all
	@BUILD=$(BUILD) sh tests/peers/install.sh
	@node tests/differential/differential.js $(BUILD)/peers $(BUILD)/agent1414

fuzz: ## throw bytes at every parser (TARGET=keyline FUZZ_TIME=600, seconds each)
	@sh tests/install.sh $(RUN_PACKAGES) $(TEST_PACKAGES) $(FUZZ_PACKAGES)
	@$(BUILDER) fuzz-programs BUILD=$(BUILD)/fuzz \
	  CC=clang WARN= CFLAGS='-O1 -g' FUZZ_MAIN=-fsanitize=fuzzer \
	  SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
	@BUILD=$(BUILD)/fuzz FUZZ_TIME=$(FUZZ_TIME) sh tests/fuzz/run.sh \
	  $(or $(TARGET),$(patsubst tests/fuzz/fuzz_%.c,%,$(FUZZ)))

fuzz-programs: $(if $(TARGET),$(TARGET:%=$(BUILD)/tests/fuzz/fuzz_%),$(FUZZ_PROGRAMS))

bench: ## measure beside peers, as ratios in one run
	@sh tests/install.sh $(RUN_PACKAGES) $(TEST_PACKAGES) $(BENCH_PACKAGES)
	@sh tests/install.sh $(NODE_PACKAGES) || echo "Without Node."
	@$(BUILDER) all bench-programs
	@BUILD=$(BUILD) sh tests/bench/run.sh

bench-programs: $(call program,$(BENCHES))

faults: ## every fault run in full, and the fault matrix (ONLY=program: one)
	@sh tests/install.sh $(RUN_PACKAGES) $(TEST_PACKAGES)
	@$(BUILDER) all $(or $(ONLY),check-programs) $(SHIMS) $(CLOCK)
	@BUILD=$(BUILD) sh tests/faults/run.sh $(ONLY)

mutants: ## single faults in the scripts, and who finds them (FILE=gap.json)
	@sh tests/install.sh $(RUN_PACKAGES) $(TEST_PACKAGES)
	@$(MAKE) --no-print-directory -s $(BUILD)/tests/mutation/test_mutants
	@AGENT1414_ROOT=$(CURDIR) $(BUILD)/tests/mutation/test_mutants all \
	  $(BUILD)/mutants.txt $(FILE)

install: all ## install below $(DESTDIR)$(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/agent1414/kb \
	  $(DESTDIR)$(PREFIX)/share/agent1414/proofs \
	  $(DESTDIR)$(PREFIX)/share/agent1414/practice $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 tests/practice/people.json $(DESTDIR)$(PREFIX)/share/agent1414/practice
	install -m 644 agent.conf $(DESTDIR)$(PREFIX)/share/agent1414
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	sed 's,/usr/local/,$(PREFIX)/,' console/delivery/agent1414-deliver.service \
	  >$(DESTDIR)$(PREFIX)/lib/systemd/system/agent1414-deliver.service
	cp -R scripts $(DESTDIR)$(PREFIX)/share/agent1414/
	cp -R kb/tables kb/articles kb/words.json kb/latin.json $(DESTDIR)$(PREFIX)/share/agent1414/kb/
	install -m 644 $(BUILD)/kb.index $(DESTDIR)$(PREFIX)/share/agent1414
	$(BUILD)/agent1414 --man > $(DESTDIR)$(PREFIX)/share/man/man1/agent1414.1
	set -e; for l in $(LANGS); do install -D -m 644 \
	  $(BUILD)/po/$$l/LC_MESSAGES/agent1414.mo \
	  $(DESTDIR)$(PREFIX)/share/locale/$$l/LC_MESSAGES/agent1414.mo; done

uninstall: ## take away what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/agent1414 $(DESTDIR)$(PREFIX)/bin/agent1414-practice
	rm -f $(DESTDIR)$(PREFIX)/lib/systemd/system/agent1414-deliver.service
	rm -f $(DESTDIR)$(PREFIX)/share/man/man1/agent1414.1
	rm -f $(LANGS:%=$(DESTDIR)$(PREFIX)/share/locale/%/LC_MESSAGES/agent1414.mo)
	rm -rf $(DESTDIR)$(PREFIX)/share/agent1414

clean: ## remove everything made
	rm -rf $(BUILD)

$(BUILD)/agent1414: $(BUILD)/screens/main.o $(BUILD)/libscreens.a $(BUILD)/libconsole.a
	@mkdir -p $(BUILD)/proofs
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/agent1414-practice: $(call object,$(SERVER)) $(BUILD)/libconsole.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(PRACTICE)

$(BUILD)/agent1414-receiver: $(call object,$(RECEIVER)) $(BUILD)/libconsole.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(PRACTICE)

$(BUILD)/libconsole.a: $(call object,$(CONSOLE))
$(BUILD)/libscreens.a: $(call object,$(SCREENS))
$(BUILD)/libtests.a: $(call object,$(TESTKIT))
$(BUILD)/%.a:
	$(Q)rm -f $@ && ar rcs $@ $^

$(TEST_PROGRAMS) $(call program,$(BENCHES)): $(BUILD)/%: $(BUILD)/%.o \
		$(BUILD)/libtests.a $(BUILD)/libscreens.a $(BUILD)/libconsole.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(TEST_LIBS)

# With FUZZ_MAIN=-fsanitize=fuzzer libFuzzer calls the target, else replay.c.
$(FUZZ_PROGRAMS): $(BUILD)/%: $(BUILD)/%.o $(filter %.o,$(FUZZ_MAIN)) \
		$(BUILD)/libtests.a $(BUILD)/libscreens.a $(BUILD)/libconsole.a
	@echo "  LINK  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(filter-out %.o,$(FUZZ_MAIN)) $(LIBS) \
	  $(TEST_LIBS)

# Put before any program (LD_PRELOAD), so without what a sanitizer would need.
$(SHIMS): $(BUILD)/tests/faults/%.so: tests/faults/%.c tests/faults/%.h \
		tests/faults/trap.c tests/faults/trap.h | $(BUILD)/modules
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -I. $(WARN) -O2 -g -fPIC -shared -o $@ \
	  $< tests/faults/trap.c

$(CLOCK): tests/faults/fakeclock_preload.c tests/faults/fakeclock_face.c \
		tests/faults/fakeclock.h | $(BUILD)/modules
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -I. $(WARN) -O2 -g -fPIC -shared -o $@ \
	  $(filter %.c,$^)

$(BUILD)/%.o: %.c | $(BUILD)/modules
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/po/%/LC_MESSAGES/agent1414.mo: screens/po/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt -c -o $@ $<

# Without settings of the user or the system: the index is of this tree.
$(BUILD)/kb.index: $(BUILD)/agent1414 $(KB)
	@echo "  INDEX $@"
	$(Q)$(BUILD)/agent1414 --config /dev/null -o data.folder=. kb index $@ >/dev/null

# Fails with the name of the Debian package, before the compiler does.
$(BUILD)/modules:
	@mkdir -p $(BUILD)
	@for m in $(MODULES); do pkg-config --exists $${m%=*} || { \
	  echo "Missing: Debian package $${m#*=} (make run installs it)"; exit 1; }; done
	@touch $@

.PHONY: all help run check check-programs check-asan check-tsan faults differential bench \
	bench-programs fuzz fuzz-programs mutants install uninstall clean
.SECONDARY:

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
