#!/usr/bin/env bash
# Load all organizations of organizations.csv, four at a time, or as many as the first argument says. Run it in the
# folder of meltano.yml. Exit code 0: all were loaded; the log of each one is in output/<name>.log.
set -euo pipefail
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

tail -n +2 "$here/organizations.csv" | tr '\n' '\0' | xargs -0 -n 1 -P "${1:-4}" bash -c 'load "$1"' load
