# Crashes, full disks and dying stores, with real processes killed.
. .ci/part.sh
use_node 20.19
export AWS_ACCESS_KEY_ID=AK AWS_SECRET_ACCESS_KEY=SK # of test/support/rgw.sh
with_report tests npx --no-install vitest run --config test/faults/vitest.config.ts
