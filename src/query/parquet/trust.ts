import type { Storage } from '../../contracts/storage.js';
import type { HiveKey } from '../../formats/parquet/hive-keys.js';
import { startOf } from './folder-filter.js';
import { type OpenedObject, openObject } from './footer.js';
import { boundsIn, groupArea } from './group-bounds.js';
import { cellFromWkbHex } from './partition-cell.js';
import { stretchesOf } from './partition-time.js';
import type { ObjectPlace } from './places.js';
import type { PartitionScheme } from './scheme.js';

/**
 * Which partitions rule folders out, where the writer has not told what it made them from: those that the statistics of the first and
 * the last object agree with. A dataset has been seen whose time by its attributes is another than that of its folders.
 */
export async function trusted(
  scheme: PartitionScheme,
  ends: readonly ObjectPlace[],
  storage: Storage,
): Promise<PartitionScheme> {
  const time = scheme.time && !scheme.time.isTold;
  const space = scheme.space && !scheme.space.isTold;
  if (!time && !space) return scheme;
  const objects = await Promise.all(
    ends.map(async ({ key, size, keys }) => ({ keys, object: await openObject(storage, key, size) })),
  );
  const agree = (check: (keys: readonly HiveKey[], object: OpenedObject) => boolean) =>
    objects.length > 0 && objects.every(({ keys, object }) => check(keys, object));
  return {
    ...scheme,
    time: !time || agree((keys, object) => timeAgrees(scheme, keys, object)) ? scheme.time : undefined,
    space: !space || agree((keys, object) => spaceAgrees(scheme, keys, object)) ? scheme.space : undefined,
  };
}

function timeAgrees({ time, roles }: PartitionScheme, keys: readonly HiveKey[], object: OpenedObject): boolean {
  const [start] = keys.filter(({ name }) => name === time?.name).flatMap(startOf);
  const stretch = start === undefined ? undefined : stretchesOf([start]).get(start);
  return object.metadata.row_groups.every((group) => {
    const name = roles.get('time') ?? '';
    const bounds = boundsIn(object, group, name);
    if (!stretch || !bounds) return false;
    if (bounds === 'no values') return true;
    const unit = object.columns.get(name)?.stored?.type === 'timestamp[ms]' ? 1_000_000n : 1n;
    const [least, greatest] = [bounds.least, bounds.greatest].map((count) =>
      typeof count === 'bigint' ? count * unit : undefined,
    );
    return least !== undefined && greatest !== undefined && least >= stretch.first && greatest <= stretch.last;
  });
}

/** Edges of cells are computed, and so may differ from what lies on them. */
const ROUNDING = 1e-9;

function spaceAgrees({ space, roles }: PartitionScheme, keys: readonly HiveKey[], object: OpenedObject): boolean {
  const hex = keys.find(({ name }) => name === space?.name)?.value;
  const cell = hex === undefined || hex === null ? undefined : cellFromWkbHex(hex);
  return object.metadata.row_groups.every((group) => {
    const area = groupArea(object, group, roles);
    if (!cell || !area) return false;
    if (area === 'no values') return true;
    const inLongitude = area.west >= cell.west - ROUNDING && area.east <= cell.east + ROUNDING;
    return inLongitude && area.south >= cell.south - ROUNDING && area.north <= cell.north + ROUNDING;
  });
}
