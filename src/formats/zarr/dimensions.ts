import type { Cube } from '../../model/zarr/array.js';

/** The dimensions of a store as the hub names them. */
export interface Dimensions {
  /** In the order in which the arrays first use them. */
  readonly lengths: ReadonlyMap<string, number>;
  /** By name of the array. */
  readonly names: ReadonlyMap<string, readonly string[]>;
}

/**
 * Names the dimensions of all arrays. Arrays share a dimension where name and length agree; one that has another length in a group than
 * outside is a dimension of that group, `group/x`.
 *
 * @param refuse makes the error for an array with a dimension of another length than elsewhere in its group
 */
export function nameDimensions({ arrays }: Cube, refuse: (array: string, reason: string) => Error): Dimensions {
  const table = new DimensionTable();
  const names = new Map<string, readonly string[]>();
  for (const [name, { dimensions, shape }] of [...arrays].sort(([a], [b]) => depthOf(a) - depthOf(b))) {
    const named = dimensions.map((dimension, axis) => {
      const found = table.name(groupOf(name), dimension, shape[axis] ?? 0);
      if (found !== undefined) return found;
      throw refuse(name, `its dimension '${dimension}' has length ${shape[axis]}, and another in another array`);
    });
    names.set(name, named);
  }
  const used = [...arrays.keys()].flatMap((name) => names.get(name) ?? []);
  return { lengths: new Map(used.map((dimension) => [dimension, table.lengthOf(dimension)])), names };
}

class DimensionTable {
  readonly #known = new Map<string, { readonly length: number; readonly group: string }>();

  /** The name of a dimension of an array in `group`; `undefined` where the group has it with another length. */
  name(group: string, dimension: string, length: number): string | undefined {
    const nearest = candidates(group, dimension).find((candidate) => this.#known.has(candidate));
    const known = this.#known.get(nearest ?? '');
    if (known?.length === length) return nearest;
    if (known?.group === group) return undefined;
    const own = nearest === undefined ? dimension : group + dimension;
    this.#known.set(own, { length, group });
    return own;
  }

  lengthOf(name: string): number {
    return this.#known.get(name)?.length ?? 0;
  }
}

function depthOf(name: string): number {
  return name.split('/').length;
}

/** `a/b/` of `a/b/c`, and nothing of `c`. */
function groupOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** The names that a dimension may go by in a group, the nearest first. */
function candidates(group: string, dimension: string): string[] {
  const parts = group.split('/').slice(0, -1);
  const groups = parts.map((_, depth) => parts.slice(0, parts.length - depth).join('/'));
  return [...groups.map((path) => `${path}/${dimension}`), dimension];
}
