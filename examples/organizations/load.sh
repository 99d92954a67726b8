#!/usr/bin/env bash
# Load all organizations of organizations.csv: the first one alone, then four at a time, or as many as the first argument
# says. Run it in the folder of meltano.yml. Exit code 0: all were loaded; the logs are in output/<name>.log.
set -euo pipefail
umask 077 # a killed run leaves its config files, with the keys, in .meltano/run/
here=$(dirname "$0")
export WHY=$here/../why LOADER=${LOADER:-target-postgres} PATH="$PWD/.venv/bin:$PATH"

load() {
  IFS=, read -r name api_url key_variable <<<"$1"
  if TAP_USAGESTATS_ORGANIZATION=$name TAP_USAGESTATS_API_URL=$api_url TAP_USAGESTATS_API_KEY=${!key_variable-} \
    meltano --environment=prod el tap-usagestats "$LOADER" --state-id="usage-$name" >"output/$name.log" 2>&1; then
    echo "$name: loaded"
  else
    echo "$name: FAILED. $("$WHY" "output/$name.log" | tail -n 1)"
    return 1
  fi
}
export -f load

organizations=$(tail -n +2 "$here/organizations.csv")
failed=0
load "${organizations%%$'\n'*}" || failed=1 # alone, because loaders that create the same table at once would fail
tail -n +2 <<<"$organizations" | tr '\n' '\0' | xargs -0 -r -n 1 -P "${1:-4}" bash -c 'load "$1"' load || failed=1
exit $failed
