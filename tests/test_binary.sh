#!/bin/sh
# The marks of a hardened program in what was built, and the libraries it loads.
# Each mark is looked for in a plain program first, where it must be missing.
set -u
cd "${AGENT1414_ROOT:-.}" || exit 1
build=${AGENT1414_BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
processor=$(uname -m)

pie() { readelf -hW "$1" | grep -q 'Type: *DYN' && readelf -dW "$1" | grep -q 'FLAGS_1.*PIE'; }
relro() { readelf -lW "$1" | grep -q GNU_RELRO; }
bind_now() { readelf -dW "$1" | grep -q 'FLAGS.*BIND_NOW'; }
stack() { readelf -lW "$1" | grep -q 'GNU_STACK.* RW '; }
canary() { readelf -sW "$1" | grep -q ' __stack_chk_fail'; }
# What glibc puts in the place of calls whose buffer it can measure.
fortified() { [ "$(readelf -sW --dyn-syms "$1" | grep -oE '__(snprintf|vsnprintf|memcpy|fprintf|read)_chk' | sort -u | wc -l)" -ge 3 ]; }
no_path() { ! readelf -dW "$1" | grep -qE 'RPATH|RUNPATH|TEXTREL'; }

say() { # name, what is wrong with it
    if [ -z "$2" ]; then
        echo "[       OK ] $1"
    else
        echo "[  FAILED  ] $1$2"
        bad=1
    fi
}

check() { # name, a mark
    found=
    $2 "$work/plain" && found="$found, but also in a plain program"
    for program in agent1414 agent1414-practice; do
        $2 "$build/$program" || found="$found, not in $program"
    done
    say "$1" "$found"
}

cat >"$work/plain.c" <<'C'
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv)
{
    char line[20];
    snprintf(line, sizeof(line), "%s", argv[argc - 1]);
    return (int)strlen(line);
}
C
${CC:-cc} -O0 -U_FORTIFY_SOURCE -fno-stack-protector -fno-pie -no-pie \
    -Wl,-z,norelro,-z,lazy,-z,execstack,--enable-new-dtags,-rpath,/nowhere \
    -o "$work/plain" "$work/plain.c" 2>/dev/null || exit 1
check "position-independent" pie
check "relocations read-only" relro
check "bound at start" bind_now
check "no code on the stack" stack
check "stack guarded" canary
check "no search path, no patched code" no_path
if [ -z "${SANITIZE:-}" ] && [ "$build" = "${build#*san}" ]; then
    check "buffers measured (_FORTIFY_SOURCE)" fortified
fi

# Debian's own start files have no such mark, so the linked program has none:
# each of our object files must have it.
if [ "$processor" = x86_64 ]; then
    objects=$(find "$build/console" "$build/screens" -name '*.o')
    bare=$(for o in $objects; do
        readelf -nW "$o" | grep -q 'IBT, SHSTK' || echo "$o"
    done)
    [ -n "$objects" ] || bare="no objects"
    say "jumps and returns marked (-fcf-protection)" "${bare:+: $bare}"
fi
# gcc writes down its flags; a probe of the stack page by page leaves no other
# mark.
flags=$(readelf -wi "$build/screens/main.o" | grep -m1 'DW_AT_producer')
case $flags in
*GNU\ C*)
    for flag in -fstack-clash-protection -fno-delete-null-pointer-checks \
        -fno-strict-overflow -fstack-protector-strong; do
        case $flags in
        *" $flag"*) say "built with $flag" "" ;;
        *) say "built with $flag" ": not told by gcc" ;;
        esac
    done
    ;;
esac

# The libraries that are asked for, and all that these bring along in Debian 12
# (tests/libraries.txt): what is new there is looked at by a person first.
readelf -dW "$build/agent1414" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' |
    grep -vE '^lib(asan|ubsan|tsan)\.' | sort >"$work/asked"
sed -n 's/^asked //p' tests/libraries.txt | sort >"$work/asked.kept"
ldd "$build/agent1414" | awk '{ print $1 }' | sed 's/.*\///' |
    grep -vE '^lib(asan|ubsan|tsan)\.|^linux-vdso|^ld-linux' | sort >"$work/all"
sed 's/^[a-z]* //' tests/libraries.txt | sort >"$work/all.kept"
for list in asked all; do
    say "the libraries: $list" \
        "$(diff "$work/$list.kept" "$work/$list" | sed -n 's/^[<>]/&/p' | tr '\n' ' ')"
done
exit $bad
