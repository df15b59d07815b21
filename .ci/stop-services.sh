#!/usr/bin/env bash
# Ends what the parts started and removes the state of the run: the S3 server by its pid files, mounts first of all.
mounts() { awk -v below="$CI_STATE/" 'index($2, below) == 1 {print $2}' /proc/mounts | sort -r; }

for mount in $(mounts); do umount --lazy "$mount"; done

if [ -d "$CI_STATE/s3/run" ]; then
  pids=$(cat "$CI_STATE"/s3/run/*.pid 2>/dev/null)
  test/support/rgw.sh stop "$CI_STATE/s3"
  for _ in $(seq 50); do
    # shellcheck disable=SC2086
    kill -0 $pids 2>/dev/null || break
    sleep 0.2
  done
  # shellcheck disable=SC2086
  kill -9 $pids 2>/dev/null
fi

# Never below a mount: the chroot's /dev is the machine's.
if [ -n "$(mounts)" ]; then
  echo "still mounted, so not removed: $(mounts)" >&2
else
  rm -rf --one-file-system "$CI_STATE"
fi
