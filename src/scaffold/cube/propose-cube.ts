/**
 * Proposes how files become steps of a Zarr cube.
 *
 * @module
 */
import type { Decisions } from '../decisions.js';
import { globalAttributesToDelete } from '../global-attributes.js';
import type { SampledVariable, Samples } from '../samples/reconcile.js';
import { proposeChunks } from './chunks.js';
import type { Grid } from './grid.js';
import { cubeEntry, storedBytes } from './schema.js';

/** The part of a config that tells how a cube is made. */
export interface CubeProposal {
  readonly handler: string;
  readonly schema: Record<string, unknown>;
  readonly transformation: Record<string, unknown>;
  readonly zarr: Record<string, unknown>;
}

export function proposeCube(samples: Samples, grid: Grid, title: string, decisions: Decisions): CubeProposal {
  const { append, fields } = grid;
  decisions.note('handler', '/handler_class', 'GenericZarrHandler', 'nothing asks for a special handler');
  const reason = `'${append}' has a coordinate of times (by ${samples.roles.get('time')?.reason ?? 'its type'})`;
  decisions.note('append', '/schema_transformation/dimensions', append, `${reason}: files are appended along it`);
  const kept = [...samples.variables.values()].filter((variable) => isWritable(variable, grid, samples, decisions));
  const entries = kept.map((variable) => [variable.name, cubeEntry(variable, append, samples, decisions)] as const);
  const dropped = [...samples.variables.keys()].filter((name) => !kept.some((variable) => variable.name === name));
  const encodings = entries.flatMap(([name, { encoding }]) => (encoding ? [[name, encoding] as const] : []));
  const template = templateOf(fields, samples);
  decisions.note(
    'template',
    '/schema_transformation/var_template_shape',
    template,
    'it has most dimensions, and all samples have it',
  );
  const { dimensions, shards } = dimensionsOf(kept, grid, samples, decisions);
  const isFixed = ({ name, dimensions: own, isUnsteady }: SampledVariable) =>
    !own.includes(append) && (!isUnsteady || own.join() === name);
  const fixed = kept.filter(isFixed).map(({ name }) => name);
  decisions.note(
    'codecs',
    '/zarr/compressor',
    'Blosc with Zstandard, shuffle',
    'neighbours of a grid are alike: shuffled bytes shrink most, and Zstandard leaves a sixth to a third less than LZ4',
  );
  return {
    handler: 'GenericZarrHandler',
    schema: Object.fromEntries(entries.map(([name, { entry }]) => [name, entry])),
    transformation: {
      ...(dropped.length > 0 && { drop_variables: dropped }),
      dimensions,
      var_template_shape: template,
      vars_incompatible_with_region: fixed,
      global_attributes: { delete: globalAttributesToDelete(samples, decisions), set: { title } },
    },
    zarr: {
      compressor: { id: 'blosc', cname: 'zstd', clevel: 3, shuffle: 1 },
      ...(shards && { shards: Object.fromEntries(shards) }),
      ...(encodings.length > 0 && { variables: Object.fromEntries(encodings) }),
    },
  };
}

/** What has a dimension of no length, or one whose length changes, can be no array of the cube. */
function isWritable(
  variable: SampledVariable,
  { append }: Grid,
  { dimensions }: Samples,
  decisions: Decisions,
): boolean {
  const bad = variable.dimensions.find((name) => {
    const lengths = new Set(dimensions.get(name));
    return name !== append && (lengths.size > 1 || lengths.has(0));
  });
  if (bad === undefined) return true;
  decisions.note(
    `left-out:${variable.name}`,
    '/schema_transformation/drop_variables',
    variable.name,
    `its dimension '${bad}' has no fixed length`,
  );
  return false;
}

function templateOf(fields: readonly SampledVariable[], { inspections }: Samples): string {
  const everywhere = fields.find(({ presentIn }) => presentIn === inspections.length);
  return (everywhere ?? (fields[0] as SampledVariable)).name;
}

function dimensionsOf(variables: readonly SampledVariable[], grid: Grid, samples: Samples, decisions: Decisions) {
  const { append, fields } = grid;
  const [field] = fields as [SampledVariable, ...SampledVariable[]];
  const lengthOf = (name: string) => Math.max(1, ...(samples.dimensions.get(name) ?? [1]));
  const fixed = new Map(field.dimensions.filter((name) => name !== append).map((name) => [name, lengthOf(name)]));
  const valueBytes = Math.max(...fields.map(storedBytes));
  const { chunks, shards, reason } = proposeChunks({ append, fixed, valueBytes });
  decisions.note(
    'chunks',
    '/schema_transformation/dimensions',
    [...chunks].map(([name, length]) => `${name} ${length}`).join(', '),
    reason,
  );
  const names = [...new Set([...field.dimensions, ...variables.flatMap(({ dimensions }) => dimensions)])];
  const ordered = [append, ...names.filter((name) => name !== append)];
  const roles = rolesOfDimensions(ordered, grid, samples);
  const entries = ordered.map((name) => [
    roles.get(name) ?? name,
    { name, chunk: chunks.get(name) ?? lengthOf(name), append_dim: name === append },
  ]);
  return { dimensions: Object.fromEntries(entries), shards };
}

/** The roles of dimensions: by the coordinate of their name, else their own name. No role comes twice. */
function rolesOfDimensions(names: readonly string[], { append }: Grid, { roles }: Samples): Map<string, string> {
  const found = new Map<string, string>([[append, 'time']]);
  for (const [role, { variable, others }] of roles) {
    const name = [variable, ...others].find((candidate) => names.includes(candidate));
    if (name !== undefined && !found.has(name) && role !== 'time')
      found.set(name, role === 'vertical' ? 'depth' : role);
  }
  return found;
}
