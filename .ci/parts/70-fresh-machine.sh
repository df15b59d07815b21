# The README's first two commands, and nothing else, on a fresh Debian 13 with Node 20; then Python reads what they made.
. .ci/part.sh
root=$CI_STATE/fresh-root

fresh_machine() {
  debian debootstrap debootstrap && test/support/fresh-root.sh make "$root" 20 && git clone -q --no-hardlinks . "$root/src"
}

one_dataset() {
  local found
  mapfile -t found < <(find "$root/src/cloud-optimised" -mindepth 1 -maxdepth 1 -name '*.parquet' -type d)
  dataset=${found[0]:-}
  echo "${#found[@]} dataset(s): ${found[*]#"$root/src/"}"
  [ ${#found[@]} -eq 1 ]
}

check 'root' test "$(id -u)" = 0
check 'fresh machine' fresh_machine
node .ci/readme-commands.mjs README.md 2 >"$CI_STATE/commands"
while IFS= read -r command; do
  check "README: $command" test/support/fresh-root.sh run "$root" "$command" </dev/null
done <"$CI_STATE/commands"
check 'the sample dataset is there' one_dataset
check 'DuckDB and pyarrow read the sample dataset' "$CLOUD_OPTIMISED_TEST_PYTHON" .ci/count-rows.py "$dataset"
