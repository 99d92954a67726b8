#!/usr/bin/env bash
# Load all organizations of organizations.csv: one alone, then four at a time, or as many as the first argument says.
# Run it in the folder of meltano.yml. Exit code 0: all were loaded; the logs are in output/<name>.log.
set -euo pipefail
umask 077 # a killed run leaves its config files, with the keys, in .meltano/run/
here=$(dirname "$0")
export WHY=$here/../why LOADER=${LOADER:-target-postgres} PATH="$PWD/.venv/bin:$PATH"

load() (
  IFS=, read -r name api_url key_variable <<<"$1"
  environment=prod state=usage-$name
  key=$(printenv "$key_variable") || true
  if [ "${api_url//[[:space:]\/]/}" = sandbox ]; then
    # Made-up rows stay away from the tables and the states of prod, and from the tables of the quick start.
    environment=sandbox state=sandbox-$name
    export TARGET_DUCKDB_DEFAULT_TARGET_SCHEMA=organizations
  elif [ -z "$key" ]; then
    echo "$name: FAILED. ${key_variable:-Its key_variable} is not set: export it with the API key of this account."
    return 1
  fi
  if TAP_USAGESTATS_ORGANIZATION=$name TAP_USAGESTATS_API_URL=$api_url TAP_USAGESTATS_API_KEY=$key \
    meltano --environment=$environment el tap-usagestats "$LOADER" --state-id="$state" >"output/$name.log" 2>&1; then
    echo "$name: loaded"
  else
    echo "$name: FAILED. $("$WHY" "output/$name.log" | tail -n 1)"
    return 1
  fi
)
export -f load

organizations=$(tail -n +2 "$here/organizations.csv" | tr -d '\r' | grep .) || { echo "The list is empty." && exit 1; }
{
  failed=0
  # The first account that can be loaded is alone, because loaders that create the same table at once would fail.
  while IFS= read -r organization; do
    load "$organization" </dev/null || { failed=1 && continue; }
    [[ $organization == *sandbox* ]] || break # a sandbox has tables of its own
  done
  tr '\n' '\0' | xargs -0 -r -n 1 -P "${1:-4}" bash -c 'load "$1"' load || failed=1
} <<<"$organizations"
exit $failed
