# What we write, read by the Python libraries that people use.
. .ci/part.sh
use_node 20.19
with_report tests npx --no-install vitest run --config test/interop/vitest.config.ts
