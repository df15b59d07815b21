/**
 * What a group of slices does to a cube, one slice after the other; found out before anything is written.
 *
 * @module
 */
import type { CloudOptimisedError } from '../errors/index.js';
import type { AppendConfig } from './config/append-config.js';
import type { CubeState } from './cube-state.js';
import { EndOfGroup, GroupDraft, type GroupPlan } from './group-draft.js';
import type { OutlinedSlice } from './slice-feed.js';

export type { GroupChange, GroupPlan } from './group-draft.js';

/** Plans as many slices of a group, from the first on, as can be done in one commit. */
export function planGroup(group: readonly OutlinedSlice[], state: CubeState, config: AppendConfig): GroupPlan {
  const draft = new GroupDraft(state, config);
  for (const [at, { slice, outline }] of group.entries()) {
    try {
      draft.add(slice, outline);
    } catch (error) {
      const before = planGroup(group.slice(0, at), state, config);
      return error instanceof EndOfGroup ? before : { ...before, failure: error as CloudOptimisedError };
    }
  }
  const placed = draft.place();
  const [refusal] = placed.refused;
  if (!refusal) return draft.finish(placed, group.length);
  const at = draft.sliceOf(refusal.source);
  const before = planGroup(group.slice(0, at), state, config);
  // What an earlier slice of the group brings is in the cube when the next group comes.
  return refusal.reason === 'taken' ? before : { ...before, failure: draft.refused(refusal) };
}
