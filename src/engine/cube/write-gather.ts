import { CloudOptimisedError } from '../../errors/index.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import type { ChunkRun } from './chunk-run.js';
import type { ObjectsBefore } from './write-before.js';
import { blaming } from './write-blame.js';
import type { PlannedPart } from './write-part.js';
import { planParts } from './write-parts.js';
import { type Takeover, type Takeovers, takeoversBefore, takeoversFrom, withoutTakeovers } from './write-takeover.js';

/** Opens a source, by its position in the batch; its variables give values as the cube stores them. Whoever gives it closes it. */
export type OpenSource = (source: number) => Promise<Dataset>;

/** What a unit of work is made of. */
export interface Gathered {
  /** Objects that need no decoding. */
  readonly takeovers: Takeovers;
  /** What comes from the sources to the others. */
  readonly parts: readonly PlannedPart[];
}

/** Finds what comes to a unit of work, one source after the other, each opened once. What is not read object by object is read here. */
export async function gather(run: ChunkRun, before: ObjectsBefore | undefined, open: OpenSource): Promise<Gathered> {
  const takeovers = new Map<number, Takeover>(takeoversBefore(run, before));
  const parts: PlannedPart[] = [];
  for (const piece of run.pieces) {
    const { source } = piece;
    const gathered = await blaming(source, async () => gatherSource(run, piece, variableOf(run, await open(source))));
    for (const [object, takeover] of gathered.takeovers) takeovers.set(object, takeover);
    parts.push(...gathered.parts);
  }
  return { takeovers, parts };
}

async function gatherSource(run: ChunkRun, piece: ChunkRun['pieces'][number], variable: Variable): Promise<Gathered> {
  const takeovers = takeoversFrom(run, piece, variable);
  const runs = withoutTakeovers(run, piece.runs, takeovers);
  const isRead = run.appendAxis < 0 ? takeovers.size === 0 : runs.length > 0;
  return { takeovers, parts: isRead ? await planParts(run, { source: piece.source, runs, variable }) : [] };
}

function variableOf({ name }: ChunkRun, { uri, variables }: Dataset): Variable {
  const variable = variables.get(name);
  if (variable) return variable;
  throw new CloudOptimisedError('CO_UNEXPECTED', { reason: `'${uri}' has lost its variable '${name}'` });
}
