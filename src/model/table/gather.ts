/**
 * Copies array elements by position. Positions that a table is cut or spread by mostly come in runs: neighbours of a kept
 * stretch, or one value repeated. A run is copied as one block.
 *
 * @module
 */
import type { NumericArray } from '../data-type.js';

/** A stretch of positions: `count` of them from `start`, either neighbours (`step` 1) or all the same (`step` 0). */
interface Runs {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly steps: Uint8Array;
}

/** Shorter runs than this are not worth a block copy. */
const WORTHWHILE = 4;

const known = new WeakMap<Uint32Array, Runs | undefined>();

/** Fills `into` with the elements of `from` at `rows`. */
export function gather<A extends NumericArray>(from: A, rows: Uint32Array, into: A): A {
  if (!known.has(rows)) known.set(rows, findRuns(rows));
  const runs = known.get(rows);
  if (runs) copyRuns(from, runs, into);
  else copyOneByOne(from, rows, into);
  return into;
}

/** The runs of some positions, or `undefined` where they are too short. The columns of a table share them. */
function findRuns(rows: Uint32Array): Runs | undefined {
  const limit = Math.ceil(rows.length / WORTHWHILE);
  const runs = { starts: new Int32Array(limit), counts: new Int32Array(limit), steps: new Uint8Array(limit) };
  let found = 0;
  for (let at = 0; at < rows.length; found++) {
    if (found === limit) return undefined;
    const start = rows[at] as number;
    const step = (rows[at + 1] as number) - start === 0 ? 0 : 1;
    let end = at + 1;
    while (end < rows.length && rows[end] === start + (end - at) * step) end++;
    runs.starts[found] = start;
    runs.counts[found] = end - at;
    runs.steps[found] = step;
    at = end;
  }
  return { starts: runs.starts.subarray(0, found), counts: runs.counts.subarray(0, found), steps: runs.steps };
}

function copyRuns(from: NumericArray, { starts, counts, steps }: Runs, into: NumericArray): void {
  let at = 0;
  for (let run = 0; run < starts.length; run++) {
    const start = starts[run] as number;
    const end = at + (counts[run] as number);
    if (steps[run] === 1) into.set(from.subarray(start, start + end - at) as never, at);
    else into.fill(from[start] as never, at, end);
    at = end;
  }
}

/** By the width of elements, not their type: four loops that each see one kind of array run several times faster than one. */
function copyOneByOne(from: NumericArray, rows: Uint32Array, into: NumericArray): void {
  const width = from.BYTES_PER_ELEMENT;
  if (width === 1) copyBytes(bytesOf(from), rows, bytesOf(into));
  else if (width === 2) copyShorts(shortsOf(from), rows, shortsOf(into));
  else if (width === 4) copyWords(wordsOf(from), rows, wordsOf(into));
  else copyPairs(wordsOf(from), rows, wordsOf(into));
}

function copyBytes(from: Uint8Array, rows: Uint32Array, into: Uint8Array): void {
  for (let i = 0; i < rows.length; i++) into[i] = from[rows[i] as number] as number;
}

function copyShorts(from: Uint16Array, rows: Uint32Array, into: Uint16Array): void {
  for (let i = 0; i < rows.length; i++) into[i] = from[rows[i] as number] as number;
}

function copyWords(from: Int32Array, rows: Uint32Array, into: Int32Array): void {
  for (let i = 0; i < rows.length; i++) into[i] = from[rows[i] as number] as number;
}

/** Eight bytes as two words: neither a bit of a float nor a `bigint` is touched. */
function copyPairs(from: Int32Array, rows: Uint32Array, into: Int32Array): void {
  for (let i = 0; i < rows.length; i++) {
    const row = 2 * (rows[i] as number);
    into[2 * i] = from[row] as number;
    into[2 * i + 1] = from[row + 1] as number;
  }
}

const bytesOf = (a: NumericArray) => new Uint8Array(a.buffer, a.byteOffset, a.length);
const shortsOf = (a: NumericArray) => new Uint16Array(a.buffer, a.byteOffset, a.length);
const wordsOf = (a: NumericArray) => new Int32Array(a.buffer, a.byteOffset, a.byteLength / 4);
