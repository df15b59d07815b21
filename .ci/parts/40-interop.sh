# What we write, read by the Python libraries that people use.
. .ci/part.sh
use_node 20.19
export AWS_ACCESS_KEY_ID=AK AWS_SECRET_ACCESS_KEY=SK # of test/support/rgw.sh
with_report tests npx --no-install vitest run --config test/interop/vitest.config.ts
