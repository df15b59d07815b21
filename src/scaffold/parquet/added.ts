import { attributeText } from '../../model/attributes.js';
import type { Decisions } from '../decisions.js';
import type { Samples } from '../samples/reconcile.js';

/** Global attributes that tell one file from another, and by which readers choose. */
const IDENTITIES = [
  ...['platform_code', 'site_code', 'site_name', 'station_name', 'deployment_code', 'deployment_number', 'cruise_id'],
  ...[
    'wmo_id',
    'wmo_platform_code',
    'vessel_name',
    'platform_name',
    'spotter_id',
    'buoy_id',
    'instrument_serial_number',
  ],
];

/** Columns for the identity of each file, from its global attributes. */
export function identityAttributes(
  samples: Samples,
  taken: readonly string[],
  decisions: Decisions,
): Record<string, unknown> {
  const present = IDENTITIES.filter(
    (name) =>
      !taken.includes(name) && samples.inspections.some(({ attributes }) => attributeText(attributes, name)?.trim()),
  );
  for (const name of present)
    decisions.note(
      `column:${name}`,
      '/schema_transformation/add_variables',
      name,
      'a global attribute that tells which platform or place a file is of',
    );
  return Object.fromEntries(
    present.map((name) => [
      name,
      {
        source: `@global_attribute:${name}`,
        schema: { type: 'string', units: '1', long_name: name.replaceAll('_', ' ') },
      },
    ]),
  );
}
