import { isInteger } from '../../model/data-type.js';
import type { ColumnType } from '../../model/table/column.js';
import type { Decisions } from '../decisions.js';
import type { SampledVariable, Samples } from '../samples/reconcile.js';
import { keptAttributes } from '../schema-entry.js';
import type { Places } from './places.js';

/** Types by the names that configs have for them. */
const NAMES: Partial<Record<ColumnType, string>> = {
  float32: 'float',
  float64: 'double',
  'list<string>': 'list<element: string>',
};

/** The columns of the dataset with their types and attributes. */
export function proposeSchema(
  columns: readonly SampledVariable[],
  { latitude, longitude }: Places,
  samples: Samples,
  decisions: Decisions,
): Record<string, Record<string, unknown>> {
  for (const variable of columns) noteTypes(variable, samples, decisions);
  const schema = Object.fromEntries(columns.map((variable) => [variable.name, entryOf(variable)]));
  if (samples.family === 'csv') for (const place of [latitude, longitude]) asDegrees(schema, place, decisions);
  if (longitude) widenLongitudes(schema, longitude, decisions);
  return schema;
}

/** A text tells whole degrees where a position happens to be such. */
function asDegrees(
  schema: Record<string, Record<string, unknown>>,
  place: SampledVariable | undefined,
  decisions: Decisions,
): void {
  const entry = schema[place?.name ?? ''];
  if (!place || !entry || !isInteger(place.type)) return;
  entry.type = 'double';
  const reason = 'the samples have whole degrees, but positions are fractions';
  decisions.note(`type:${place.name}`, `/schema/${pointerPart(place.name)}/type`, 'double', reason);
}

function entryOf(variable: SampledVariable): Record<string, unknown> {
  return { type: NAMES[variable.type] ?? variable.type, ...keptAttributes(variable) };
}

function noteTypes({ name, types, type, presentIn }: SampledVariable, samples: Samples, decisions: Decisions): void {
  const count = samples.inspections.length;
  const at = `/schema/${pointerPart(name)}`;
  if (types.length > 1)
    decisions.note(
      `type:${name}`,
      `${at}/type`,
      NAMES[type] ?? type,
      `samples have ${types.join(' and ')}; all their values fit into it`,
    );
  if (presentIn < count)
    decisions.note(
      `optional:${name}`,
      at,
      'optional',
      `${presentIn} of ${count} samples have it; the others have no values there`,
    );
}

/** Escapes a name as part of a JSON pointer (RFC 6901). */
export function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Rows beyond ±180° would be left out, unless the schema says that they are valid. */
function widenLongitudes(
  schema: Record<string, Record<string, unknown>>,
  { name, extent }: SampledVariable,
  decisions: Decisions,
): void {
  const entry = schema[name];
  const greatest = Number(extent?.greatest ?? 0);
  if (!entry || greatest <= 180 || greatest > 360 || typeof entry.valid_max === 'number') return;
  entry.valid_max = 360;
  const reason = `the samples have longitudes up to ${greatest}; without it, rows beyond 180° would be left out`;
  decisions.note('longitude-range', `/schema/${pointerPart(name)}/valid_max`, 360, reason);
}
