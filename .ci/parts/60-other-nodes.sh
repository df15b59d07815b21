# Unit and end-to-end tests on the newer versions of Node. One process each, since use_node changes PATH for good.
. .ci/part.sh
for version in 22 24; do
  ( use_node "$version" && with_report "$version" npx --no-install vitest run ) || tally failed "Node $version"
done
