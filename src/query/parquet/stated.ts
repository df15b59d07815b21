import type { Box } from '../../contracts/published-dataset.js';
import type { Role } from '../../model/cf/roles.js';
import { timeUnit } from '../../model/table/cast/units.js';
import { boxAround } from '../places.js';
import type { OpenedObject } from './footer.js';
import { boundsIn, groupArea, type ToldBounds } from './group-bounds.js';

/** What the footers of all objects state together. */
export interface Stated {
  readonly rows: number;
  /** Of the values; absent where a row group does not tell. */
  readonly times: Span | undefined;
  readonly box: Box | undefined;
}

/** Rows, times and places of a dataset by the statistics of all its row groups. */
export function statedOf(objects: readonly OpenedObject[], roles: ReadonlyMap<Role, string>): Stated {
  const groups = objects
    .flatMap((object) => object.metadata.row_groups.map((group) => ({ object, group })))
    .filter(({ group }) => group.num_rows > 0n);
  const time = roles.get('time') ?? '';
  const areas = groups.map(({ object, group }) => groupArea(object, group, roles));
  const places = areas.filter((area) => area !== undefined);
  return {
    rows: groups.reduce((sum, { group }) => sum + Number(group.num_rows), 0),
    times: spanOf(groups.map(({ object, group }) => inNanoseconds(boundsIn(object, group, time), object, time))),
    box: places.length === areas.length ? boxAround(places.filter((area) => area !== 'no values')) : undefined,
  };
}

/** Nanoseconds since 1970-01-01, both within it. */
interface Span {
  readonly start: bigint;
  readonly end: bigint;
}

type Spanned = Span | 'no values' | undefined;

function inNanoseconds(bounds: ToldBounds, { columns }: OpenedObject, name: string): Spanned {
  if (bounds === undefined || bounds === 'no values') return bounds;
  const type = columns.get(name)?.stored?.type;
  const unit = type && timeUnit(type);
  if (unit?.kind !== 'timestamp' && unit?.kind !== 'date') return undefined;
  return { start: BigInt(bounds.least) * unit.nanoseconds, end: BigInt(bounds.greatest) * unit.nanoseconds };
}

/** From the earliest to the latest; `undefined` where one is not known. */
function spanOf(spans: readonly Spanned[]): Span | undefined {
  let all: { start: bigint; end: bigint } | undefined;
  for (const span of spans) {
    if (span === undefined) return undefined;
    if (span === 'no values') continue;
    all ??= { ...span };
    if (span.start < all.start) all.start = span.start;
    if (span.end > all.end) all.end = span.end;
  }
  return all;
}
