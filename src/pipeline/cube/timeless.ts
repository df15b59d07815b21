import { attributeText } from '../../model/attributes.js';
import type { Dataset, Variable } from '../../model/dataset.js';
import type { CubePlan } from './cube-plan.js';
import { withMore } from './derive-dataset.js';

/** Where the units of numbers that only look like times are kept. */
export const TIME_UNITS = 'time_units';
const TIME_CALENDAR = 'time_calendar';

/**
 * The variables of `skip_cftime_decode` as plain numbers: their `units` and `calendar` become `time_units` and `time_calendar`, by which
 * no reader takes them for times.
 */
export function keepNumbers(dataset: Dataset, { timeless }: CubePlan): Dataset {
  const renamed = [...dataset.variables.values()].filter(({ name }) => timeless.has(name)).map(withoutTime);
  return renamed.length === 0 ? dataset : withMore(dataset, ...renamed);
}

function withoutTime(variable: Variable): Variable {
  const { name, type, dimensions, shape, chunkShape } = variable;
  if (!/\ssince\s/i.test(attributeText(variable.attributes, 'units') ?? '')) return variable;
  const rename = (key: string) => ({ units: TIME_UNITS, calendar: TIME_CALENDAR })[key] ?? key;
  const attributes = new Map(Array.from(variable.attributes, ([key, value]) => [rename(key), value] as const));
  return { name, type, dimensions, shape, attributes, chunkShape, read: (region) => variable.read(region) };
}
