#!/bin/sh
# Installs the Debian packages named as arguments that are missing; silent and
# without asking when none is. Uses sudo only when not root.
set -eu
missing=
for package in "$@"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || {
    echo "Please install what these Debian packages hold:$missing" >&2
    exit 1
}
echo "Installing Debian packages:$missing"
root=
[ "$(id -u)" = 0 ] || root=sudo
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# A package that only tests need (sshd) shall not serve anybody here: unless
# somebody has a policy of their own, no service is started.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap '$root rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' | $root tee $policy >/dev/null
    $root chmod 755 $policy
fi
if ! { $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
rm -f "$log"
