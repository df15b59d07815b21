# Crashes, full disks and dying stores, with real processes killed.
. .ci/part.sh
use_node 20.19
with_report tests npx --no-install vitest run --config test/faults/vitest.config.ts
