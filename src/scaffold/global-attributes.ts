import { attributeText, attributeToJson } from '../model/attributes.js';
import type { Decisions } from './decisions.js';
import type { Samples } from './samples/reconcile.js';
import { LONGEST_TEXT } from './schema-entry.js';

/** Attributes that tell of a whole dataset (ACDD 1.3, CF conventions section 2.6.2). */
const OF_DATASETS = [
  ...[
    'abstract',
    'summary',
    'institution',
    'project',
    'source',
    'license',
    'acknowledgement',
    'citation',
    'references',
  ],
  ...['Conventions', 'naming_authority', 'featureType', 'cdm_data_type', 'standard_name_vocabulary', 'keywords'],
  ...[
    'keywords_vocabulary',
    'publisher_name',
    'publisher_url',
    'creator_name',
    'creator_url',
    'disclaimer',
    'institution_references',
  ],
];

/** Attributes that tell of one file only. */
const OF_FILES =
  /^(date_|history|time_(coverage|deployment)|geospatial_(lat|lon|vertical)_(min|max)|(local_)?time_|id$|uuid$|input_file|file_|creation_date|instrument_serial_number|NCO|CDI|CDO|DODS|_NC|abstract$)/i;

/** The global attributes of a table, which takes none over from files: the title, and what all samples say of the dataset. */
export function globalAttributesToSet(
  { attributes }: Samples,
  title: string,
  decisions: Decisions,
): Record<string, unknown> {
  const kept = OF_DATASETS.filter((name) => {
    const text = attributeText(attributes, name);
    return text !== undefined && text.trim() !== '' && text.length <= LONGEST_TEXT;
  });
  decisions.note(
    'global-attributes',
    '/schema_transformation/global_attributes/set',
    ['title', ...kept].join(', '),
    'what all samples say of the dataset as a whole',
  );
  return { title, ...Object.fromEntries(kept.map((name) => [name, attributeToJson(attributes.get(name) as string)])) };
}

/** What a cube cannot do without, though files differ in it: that of the first counts. */
const KEPT = new Set(['title', 'Conventions']);

/** Global attributes of a cube, which takes over those of its first file: the ones that tell of single files go. */
export function globalAttributesToDelete({ inspections, varying }: Samples, decisions: Decisions): string[] {
  const names = [...new Set(inspections.flatMap(({ attributes }) => [...attributes.keys()]))];
  const gone = names.filter((name) => !KEPT.has(name) && (varying.has(name) || OF_FILES.test(name)));
  if (gone.length > 0)
    decisions.note(
      'global-attributes',
      '/schema_transformation/global_attributes/delete',
      gone.join(', '),
      inspections.length > 1 ? 'they differ between samples, or tell of one file only' : 'they tell of one file only',
    );
  return gone;
}
