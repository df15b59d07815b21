# Installs, and checks what needs no running: lint, types, and that generated files are what their generators give.
. .ci/part.sh
use_node 20.19

generated_files_are_fresh() {
  git status --porcelain >"$CI_STATE/before" && git diff >>"$CI_STATE/before" &&
    npm run --silent generate &&
    git status --porcelain >"$CI_STATE/after" && git diff >>"$CI_STATE/after" &&
    diff -u "$CI_STATE/before" "$CI_STATE/after"
}

check 'npm ci, which builds' npm ci --no-audit --no-fund
check 'lint' npm run --silent lint
check 'types' npm run --silent typecheck
check 'generated files are fresh' generated_files_are_fresh
check 'the kernel is what its sources give' node src/codecs/simd/build.mjs --check
check 'README names the test command' grep -q 'npm test' README.md
