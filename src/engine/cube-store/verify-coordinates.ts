import type { Storage } from '../../contracts/storage.js';
import { isCoded } from '../../errors/index.js';
import { readArray } from '../../formats/zarr/index.js';
import type { StoredArray } from '../../model/data-type.js';
import type { Cube, ZarrArray } from '../../model/zarr/array.js';
import type { Finding } from './finding.js';

/**
 * Coordinates (arrays of one dimension with its name, CF §1.3) are to be without missing values, and strictly monotonic (NUG), up or down.
 */
export async function verifyCoordinates(dataset: Storage, cube: Cube): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, array] of cube.arrays) {
    if (array.dimensions.length === 1 && array.dimensions[0] === name)
      findings.push(...(await verifyCoordinate(dataset, name, array)));
  }
  return findings;
}

async function verifyCoordinate(dataset: Storage, name: string, array: ZarrArray): Promise<Finding[]> {
  try {
    const values = await readArray(dataset, name, array);
    const reason = findMissing(values, array) ?? findDisorder(values);
    return reason === undefined ? [] : [{ subject: name, reason }];
  } catch (error) {
    // Its objects have been looked at, and told of.
    if (isCoded(error, 'CO_ZARR_CHUNK')) return [];
    throw error;
  }
}

function findMissing(values: StoredArray, { masked, fillValue }: ZarrArray): string | undefined {
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (Number.isNaN(value) || (masked && value === fillValue)) return `has a missing value at index ${at}`;
  }
  return undefined;
}

/** Text has no order; it is only not to be there twice. */
function findDisorder(values: StoredArray): string | undefined {
  if (typeof values[0] === 'string') return findTwice(values);
  const numbers = values as ArrayLike<number | bigint>;
  const isUp = (numbers[1] ?? 0) > (numbers[0] ?? 0);
  for (let at = 1; at < numbers.length; at++) {
    const [before, value] = [numbers[at - 1] ?? 0, numbers[at] ?? 0];
    if (value === before) return `has ${value} twice, at index ${at - 1} and ${at}`;
    if (value > before !== isUp) return `is out of order at index ${at}: ${value} after ${before}`;
  }
  return undefined;
}

function findTwice(values: StoredArray): string | undefined {
  const seen = new Map<unknown, number>();
  for (let at = 0; at < values.length; at++) {
    const before = seen.get(values[at]);
    if (before !== undefined) return `has '${String(values[at])}' twice, at index ${before} and ${at}`;
    seen.set(values[at], at);
  }
  return undefined;
}
