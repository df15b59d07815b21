/**
 * What a query must give and read, worked out cell by cell, without anything of the code under test.
 *
 * @module
 */
import type { Condition, Selection } from '../../../src/contracts/published-dataset.js';
import type { Layout, MadeCube, MadeVariable, Plain } from './made-cube.js';

/** Which variables tell time and place. */
export interface NaiveRoles {
  readonly time?: string;
  readonly latitude?: string;
  readonly longitude?: string;
}

/** A cell: the index along each dimension. */
export type Cell = Readonly<Record<string, number>>;

/** All cells over dimensions, the last dimension fastest. */
export function cellsOver(dimensions: readonly string[], lengths: Readonly<Record<string, number>>): Cell[] {
  let cells: Cell[] = [{}];
  for (const name of dimensions) {
    const next: Cell[] = [];
    for (const cell of cells) for (let at = 0; at < (lengths[name] as number); at++) next.push({ ...cell, [name]: at });
    cells = next;
  }
  return cells;
}

export function valueIn(cube: MadeCube, name: string, cell: Cell): Plain {
  const variable = cube.variables[name] as MadeVariable;
  return variable.meant[positionOf(cube, variable, cell)] as Plain;
}

function positionOf({ lengths }: MadeCube, { dimensions }: MadeVariable, cell: Cell): number {
  let at = 0;
  for (const name of dimensions) at = at * (lengths[name] as number) + (cell[name] as number);
  return at;
}

/** The cells over `dimensions` that fit, in their order. */
export function fittingCells(
  cube: MadeCube,
  roles: NaiveRoles,
  dimensions: readonly string[],
  selection: Selection,
  conditions: readonly Condition[] = selection.where ?? [],
): Cell[] {
  const { point, ...others } = selection;
  const coordinates = conditions.filter(({ column }) => cube.variables[column]?.dimensions.join() === column);
  const nearest = point
    ? nearestCell(cube, roles, point, fittingCells(cube, roles, dimensions, others, coordinates))
    : undefined;
  return cellsOver(dimensions, cube.lengths).filter((cell) => {
    const of = (role: keyof NaiveRoles) => valueIn(cube, roles[role] as string, cell);
    if (selection.time && !inSpan(of('time') as bigint | null, selection.time)) return false;
    if (selection.box && !inBox(of('longitude'), of('latitude'), selection.box)) return false;
    if (point && !nearest?.(cell)) return false;
    return conditions.every((condition) => holds(valueIn(cube, condition.column, cell), condition));
  });
}

function inSpan(time: bigint | null, { start, end }: NonNullable<Selection['time']>): boolean {
  if (time === null) return false;
  return (start === undefined || time >= start) && (end === undefined || time <= end);
}

function inBox(longitude: Plain, latitude: Plain, box: NonNullable<Selection['box']>): boolean {
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return false;
  if (latitude < box.south || latitude > box.north) return false;
  const east = box.west <= box.east ? box.east : box.east + 360;
  return [-720, -360, 0, 360, 720].some((turn) => longitude + turn >= box.west && longitude + turn <= east);
}

/** Unit vectors, not the haversine. */
function cosineBetween(longitude: number, latitude: number, point: NonNullable<Selection['point']>): number {
  const vector = (east: number, north: number) => {
    const [a, b] = [(east * Math.PI) / 180, (north * Math.PI) / 180];
    return [Math.cos(b) * Math.cos(a), Math.cos(b) * Math.sin(a), Math.sin(b)] as const;
  };
  const [one, other] = [vector(longitude, latitude), vector(point.longitude, point.latitude)];
  // The chord, which is exact for near places.
  return -Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

function nearestCell(
  cube: MadeCube,
  roles: NaiveRoles,
  point: NonNullable<Selection['point']>,
  candidates: readonly Cell[],
) {
  const [latitude, longitude] = [roles.latitude as string, roles.longitude as string];
  const dimensions = [...new Set([latitude, longitude].flatMap((name) => cube.variables[name]?.dimensions ?? []))];
  let best: { cell: Cell; cosine: number } | undefined;
  for (const cell of candidates) {
    const [north, east] = [valueIn(cube, latitude, cell), valueIn(cube, longitude, cell)];
    if (typeof north !== 'number' || typeof east !== 'number' || Math.abs(north) > 90) continue;
    const cosine = cosineBetween(east, north, point);
    if (!best || cosine > best.cosine) best = { cell, cosine };
  }
  const found = best?.cell;
  return (cell: Cell) => found !== undefined && dimensions.every((name) => cell[name] === found[name]);
}

function holds(value: Plain, { operator, value: text }: Condition): boolean {
  if (value === null) return false;
  const limit = typeof value === 'number' ? Number(text) : typeof value === 'bigint' ? BigInt(text) : text;
  const own = typeof value === 'boolean' ? String(value) : value;
  if (operator === '=') return own === limit;
  if (operator === '!=') return own !== limit;
  if (operator === '<') return own < limit;
  if (operator === '<=') return own <= limit;
  return operator === '>' ? own > limit : own >= limit;
}

/** Keys of the objects of a variable that hold its values at any of these cells. */
export function objectsOf(cube: MadeCube, name: string, layout: Layout, cells: readonly Cell[]): Set<string> {
  const { dimensions } = cube.variables[name] as MadeVariable;
  const keys = cells.map((cell) => {
    const index = dimensions.map((dimension) => {
      const own = layout.own?.[name]?.[dimension] ?? layout.chunks?.[dimension] ?? (cube.lengths[dimension] as number);
      return Math.floor((cell[dimension] as number) / (own * (layout.perShard ?? 1)));
    });
    if (layout.format === 2) return `${name}/${index.length === 0 ? '0' : index.join('.')}`;
    return [name, 'c', ...index].join('/');
  });
  return new Set(keys);
}
