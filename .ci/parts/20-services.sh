# What the tests of the next parts need around them: real data, Python readers, a real S3 server.
# Where one of them is missing the tests that need it would be skipped, and that counts as failed too.
. .ci/part.sh

provide() { printf 'export %s=%q\n' "$1" "$2" >>"$CI_STATE/env"; }

python_with_readers() {
  local venv=$CI_STATE/venv
  bash .ci/make-venv.sh "$venv" test/interop/requirements.txt 13 12 && provide CLOUD_OPTIMISED_TEST_PYTHON "$venv/bin/python"
}

python_with_zappend() {
  local venv=$CI_STATE/venv-zappend
  bash .ci/make-venv.sh "$venv" test/interop/requirements-zappend.txt 12 11 10 && provide CLOUD_OPTIMISED_TEST_ZAPPEND "$venv/bin/python"
}

real_s3() {
  debian radosgw radosgw ceph-mon ceph-osd ceph-common curl &&
    timeout 300 test/support/rgw.sh start "$CI_STATE/s3" >"$CI_STATE/s3.log" 2>&1 || { tail -n 20 "$CI_STATE/s3.log"; return 1; }
  provide CLOUD_OPTIMISED_TEST_S3_ENDPOINT http://127.0.0.1:8099
  cat "$CI_STATE/s3.log"
}

check 'real data (CLOUD_OPTIMISED_TEST_DATA)' test -d "${CLOUD_OPTIMISED_TEST_DATA:-/nowhere}"
check 'Python with the readers of test/interop/requirements.txt' python_with_readers
check 'Python with zappend, of test/interop/requirements-zappend.txt' python_with_zappend
check 'real S3 server' real_s3
