#!/usr/bin/env bash
# Ends what the parts started and removes the state of the run: the S3 server by its pid files, mounts first of all.
root=$CI_STATE/fresh-root
for mount in "$root/proc" "$root/dev"; do
  mountpoint -q "$mount" && umount --lazy "$mount"
done

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
if mountpoint -q "$root/proc" || mountpoint -q "$root/dev"; then
  echo "still mounted below $root; not removed" >&2
else
  rm -rf --one-file-system "$CI_STATE"
fi
