/**
 * The rows of a block as tables of bounded size.
 *
 * @module
 */
import type { Attributes } from '../../model/attributes.js';
import { positions, Table } from '../../model/table/table.js';
import { stridesOf } from '../../model/zarr/copy-box.js';
import { refuseUnheld } from './axes.js';
import type { Block } from './blocks.js';
import type { Decoded } from './decode-column.js';
import { productPositions, upTo } from './positions.js';

/** Neighbouring rows of a block: a range along each dimension. */
export interface Stripe {
  /** Position of the first row in the block. */
  readonly first: number;
  readonly rows: number;
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
}

/** Cuts a block into stripes of few rows that follow each other. */
export function* stripesOf(block: Block, most: number): Generator<Stripe> {
  const shape = [...block.values()].map(({ length }) => length);
  const steps = stridesOf(shape);
  if (shape.includes(0)) return;
  // The first dimension of which a single place has few enough rows.
  const cut = steps.findIndex((rows) => rows <= most);
  if (cut === -1) return yield { first: 0, rows: 1, ranges: [] };
  const step = Math.max(1, Math.floor(most / (steps[cut] as number)));
  const outer = shape.slice(0, cut).reduce((product, length) => product * length, 1);
  for (let lead = 0; lead < outer; lead++) {
    const before = shape.slice(0, cut).map((length, axis) => {
      const at =
        Math.floor((lead * (shape[cut] as number) * (steps[cut] as number)) / (steps[axis] as number)) % length;
      return { from: at, to: at + 1 };
    });
    for (let from = 0; from < (shape[cut] as number); from += step) {
      const to = Math.min(from + step, shape[cut] as number);
      const first = (lead * (shape[cut] as number) + from) * (steps[cut] as number);
      const after = shape.slice(cut + 1).map((length) => ({ from: 0, to: length }));
      yield { first, rows: (to - from) * (steps[cut] as number), ranges: [...before, { from, to }, ...after] };
    }
  }
}

/** A stripe as a table: each column at its places, and what stands for times that cannot be held beside it. */
export function tableOf(
  columns: ReadonlyMap<string, Decoded>,
  block: Block,
  { ranges, rows }: Stripe,
  attributes: { readonly attributes?: Attributes; readonly columnAttributes?: ReadonlyMap<string, Attributes> } = {},
): Table {
  const known = new Map<string, Uint32Array>();
  const at = ({ dimensions, shape }: Decoded) => {
    const key = dimensions.join('\0');
    const found = known.get(key) ?? positionsIn(dimensions, shape, [...block.keys()], ranges);
    known.set(key, found);
    return found;
  };
  const cells = [...columns].flatMap(([name, decoded]) => {
    const picked = [name, { column: decoded.column, rows: at(decoded) }] as const;
    return decoded.unheld
      ? [picked, [unheldName(name), { column: decoded.unheld, rows: at(decoded) }] as const]
      : [picked];
  });
  return new Table(cells, { rows, ...attributes });
}

/** The rows of a stripe that fit. @throws CO_TIME_OUT_OF_RANGE where one of them has a time that cannot be held */
export function pickRows(table: Table, fits: Uint8Array | undefined, names: readonly string[], uri: string): Table {
  const picked = fits ? table.take(positions(fits)) : table;
  for (const name of names) if (picked.has(unheldName(name))) refuseUnheld(uri, name, picked.column(unheldName(name)));
  return picked.select(...names);
}

/** No variable has such a name. */
function unheldName(name: string): string {
  return `\0${name}`;
}

function positionsIn(
  dimensions: readonly string[],
  shape: readonly number[],
  grid: readonly string[],
  ranges: Stripe['ranges'],
): Uint32Array {
  const strides = stridesOf(shape);
  return productPositions(
    grid.map((name, axis) => {
      const { from = 0, to = 1 } = ranges[axis] ?? {};
      const own = dimensions.indexOf(name);
      return { indices: upTo(to - from).map((index) => index + from), stride: own === -1 ? 0 : (strides[own] ?? 1) };
    }),
  );
}
