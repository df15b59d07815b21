# The README's test command on the oldest Node that is supported.
. .ci/part.sh
use_node 20.19
with_report tests npm test --
