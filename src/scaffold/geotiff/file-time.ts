/**
 * The time of GeoTIFF files, which their names tell, and the names of their bands.
 *
 * @module
 */

import { PLACEHOLDER } from '../../config/rules/placeholder.js';
import type { InspectedVariable, Inspection } from '../../contracts/inspector.js';
import type { Decisions } from '../decisions.js';
import { findDates } from '../file-names.js';

const TIME = 'time';

/** The samples as steps in time, and the `geotiff` block that reads them so. */
export interface TimedSamples {
  readonly inspections: readonly Inspection[];
  readonly geotiff: Readonly<Record<string, unknown>>;
}

/** Adds the time that the names tell; a placeholder stays where they tell none. A single band is named like the dataset. */
export function withFileTimes(inspections: readonly Inspection[], base: string, decisions: Decisions): TimedSamples {
  const names = inspections.map(({ uri }) => uri.split('/').at(-1) ?? uri);
  const dates = findDates(names);
  const at = '/geotiff/time/file_name';
  if (dates)
    decisions.note(
      'file-time',
      at,
      `${dates.format} in '${names[0]}'`,
      'the files have no time of their own: their names do',
    );
  else
    decisions.note(
      'file-time',
      at,
      PLACEHOLDER,
      'neither the files nor their names tell their time: it has to be told',
    );
  const bands = inspections[0]?.variables.filter(({ name }) => /^band_\d+$/.test(name)) ?? [];
  const named =
    bands.length === 1
      ? decisions.ask({
          id: 'band',
          pointer: '/geotiff/variables/0',
          question: 'What is the variable called?',
          proposed: base,
          reason: 'the files have one band, and their names begin so',
        })
      : undefined;
  const axes = (inspections[0]?.settings?.geotiff ?? {}) as Record<string, unknown>;
  return {
    inspections: inspections.map((inspection, i) => timed(inspection, dates?.times[i], named)),
    geotiff: {
      time: { file_name: dates?.file_name ?? PLACEHOLDER, format: dates?.format ?? '%Y%m%d' },
      ...(named !== undefined && { variables: [named] }),
      ...axes,
    },
  };
}

function timed(inspection: Inspection, time: bigint | undefined, band: string | undefined): Inspection {
  const attributes = new Map([
    ['standard_name', 'time'],
    ['axis', 'T'],
    ['units', 'seconds since 1970-01-01'],
  ]);
  const own: InspectedVariable = {
    name: TIME,
    type: 'timestamp[ns]',
    stored: 'int64',
    dimensions: [TIME],
    shape: [1],
    attributes,
    extent: time === undefined ? undefined : { least: time, greatest: time, count: 1, missing: 0 },
  };
  const variables = inspection.variables.map((variable) =>
    /^band_\d+$/.test(variable.name) ? along(variable, band ?? variable.name) : variable,
  );
  return {
    ...inspection,
    dimensions: new Map([[TIME, 1], ...inspection.dimensions]),
    variables: [own, ...variables],
  };
}

function along(variable: InspectedVariable, name: string): InspectedVariable {
  return { ...variable, name, dimensions: [TIME, ...variable.dimensions], shape: [1, ...variable.shape] };
}
