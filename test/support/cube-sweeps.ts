/**
 * Changes of a cube at which a process is killed, and what readers may see meanwhile.
 *
 * @module
 */
import type { CubeState } from './cube-state.js';

/** A command that makes or extends a cube. */
export interface Sweep {
  readonly name: string;
  readonly format: 2 | 3;
  readonly config: object;
  /** Days that the cube has before, and those that the killed command appends. */
  readonly before: readonly number[];
  readonly appended: readonly number[];
  /** A group attribute that tells the last day. */
  readonly dynamic?: boolean;
}

const encodings = (encoding: object) => ({ variables: { chl: { encoding }, sst: { encoding } } });
const aligned = encodings({ chunks: [1, 4, 6] });
const partial = encodings({ chunks: [4, 4, 6] });
const sharded = encodings({ chunks: [1, 2, 6], shards: [4, 4, 6] });
const dynamic = { permit_eval: true, attrs: { last: '{{ ds.time[-1] }}' } };

export const SWEEPS: readonly Sweep[] = [
  { name: 'create, v2', format: 2, config: aligned, before: [], appended: [0, 1] },
  { name: 'create, v3', format: 3, config: aligned, before: [], appended: [0, 1] },
  { name: 'aligned append, v3', format: 3, config: aligned, before: [0, 1], appended: [2] },
  { name: 'partial chunk, v2', format: 2, config: partial, before: [0, 1, 2], appended: [3, 4] },
  { name: 'sharded', format: 3, config: sharded, before: [0, 1, 2], appended: [3, 4] },
  {
    name: 'dynamic attributes, v2',
    format: 2,
    config: { ...partial, ...dynamic },
    before: [0],
    appended: [1],
    dynamic: true,
  },
];

/** What lies in the ledger's folder between two commands: no journal, no copies, nothing half written. */
export const LEDGER = ['lock.json', 'slices/index.json'];

/** What readers see is what was before or what is after, nothing else: not at any moment. */
export function expectBeforeOrAfter({ before, appended, dynamic: tells }: Sweep, state: CubeState | undefined): void {
  const seen = (state?.days ?? []).join();
  const after = [...before, ...appended].join();
  if (seen !== before.join() && seen !== after) throw new Error(`days ${seen}, neither ${before} nor ${after}`);
  if (!state || !tells) return;
  const last = new Date(Date.UTC(2024, 0, 1 + Number(state.days.at(-1)))).toISOString().slice(0, 19);
  if (state.attributes.last !== last) throw new Error(`attribute last is ${state.attributes.last}, not ${last}`);
}
