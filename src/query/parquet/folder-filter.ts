import type { Box, Condition, Point, Selection } from '../../contracts/published-dataset.js';
import type { HiveKey } from '../../formats/parquet/hive-keys.js';
import { mayOverlap } from '../places.js';
import { leastFarness } from '../sphere.js';
import { thresholdOf } from '../thresholds.js';
import { cellFromWkbHex, contentsOfCell } from './partition-cell.js';
import { stretchOf } from './partition-time.js';
import type { FolderFilter } from './places.js';
import type { DatasetField } from './schema.js';
import { columnOfKey, type PartitionScheme, typeOfKeys } from './scheme.js';

/** What decides whether something in a folder may fit. */
export interface FolderQuestion {
  readonly scheme: PartitionScheme;
  readonly fields: ReadonlyMap<string, DatasetField>;
  readonly selection: Selection;
  readonly uri: string;
}

/** Passes folders in which a row may lie that fits the selection. */
export function folderFilter(question: FolderQuestion): FolderFilter {
  return (siblings) => {
    const name = siblings[0]?.name;
    if (name === undefined) return new Set();
    const fits = [...conditionChecks(name, siblings, question), ...timeCheck(name, question)];
    const boxed = spaceCheck(name, siblings, question);
    return new Set(siblings.filter((key) => [...fits, ...boxed].every((check) => check(key))));
  };
}

type Check = (key: HiveKey) => boolean;

function conditionChecks(name: string, siblings: readonly HiveKey[], question: FolderQuestion): Check[] {
  const conditions = (question.selection.where ?? []).filter(({ column }) => column === name);
  if (conditions.length === 0) return [];
  const type = question.fields.get(name)?.type ?? typeOfKeys(siblings.map(({ value }) => value));
  return conditions.map((condition) => conditionCheck(condition, type, question.uri));
}

function conditionCheck(condition: Condition, type: DatasetField['type'], uri: string): Check {
  const threshold = thresholdOf(condition, type);
  return (key) => threshold.flags(columnOfKey(key, type, 1, uri))[0] === 1;
}

function timeCheck(name: string, { scheme, selection }: FolderQuestion): Check[] {
  const { time } = selection;
  if (!time || scheme.time?.name !== name) return [];
  const { period } = scheme.time;
  return [
    (key) => {
      const [start] = startOf(key);
      if (start === undefined) return true;
      const stretch = stretchOf(start, period);
      return (
        (time.end === undefined || stretch.first <= time.end) &&
        (time.start === undefined || stretch.last >= time.start)
      );
    },
  ];
}

/** The start of a partition's period, seconds since 1970; none where its name tells none. */
export function startOf({ value }: HiveKey): [bigint] | [] {
  return value !== null && /^-?\d{1,12}$/.test(value) ? [BigInt(value)] : [];
}

function spaceCheck(name: string, siblings: readonly HiveKey[], { scheme, selection }: FolderQuestion): Check[] {
  const { box } = selection;
  if (!box || scheme.space?.name !== name) return [];
  const areas = areasOf(siblings, scheme);
  return [
    (key) => {
      const area = areas.get(key);
      return !area || mayOverlap(area, box);
    },
  ];
}

/** Where the rows of each partition lie; partitions whose name tells no cell are left out. */
export function areasOf(siblings: readonly HiveKey[], { space }: PartitionScheme): ReadonlyMap<HiveKey, Box> {
  const cells = siblings.flatMap((key) => {
    const cell = key.value === null ? undefined : cellFromWkbHex(key.value);
    return cell ? [[key, cell] as const] : [];
  });
  return new Map(cells.map(([key, cell]) => [key, contentsOfCell(cell, space?.rule)]));
}

/** A farness from `point` that no row in a folder can be below, by the folder's keys. */
export function leastFarnessOf(point: Point, scheme: PartitionScheme): (keys: readonly HiveKey[]) => number {
  const known = new Map<string, number>();
  return (keys) => {
    const hex = keys.find(({ name }) => name === scheme.space?.name)?.value;
    if (hex === undefined || hex === null) return 0;
    const before = known.get(hex);
    if (before !== undefined) return before;
    const cell = cellFromWkbHex(hex);
    const least = cell ? leastFarness(point, contentsOfCell(cell, scheme.space?.rule)) : 0;
    known.set(hex, least);
    return least;
  };
}
