import type { CatalogueBox, CataloguePeriod } from './catalogue-record.js';
import { textIn } from './words.js';
import type { XmlElement } from './xml-element.js';

const BOUNDS = ['westBoundLongitude', 'southBoundLatitude', 'eastBoundLongitude', 'northBoundLatitude'] as const;

/** Boxes of a resource, without those that are incomplete or no places on Earth. */
export function boxesIn(identification: XmlElement): CatalogueBox[] {
  const boxes = identification.all('extent').flatMap((extent) => extent.below('EX_GeographicBoundingBox'));
  return boxes.flatMap((box) => {
    const [west = NaN, south = NaN, east = NaN, north = NaN] = BOUNDS.map((name) => numberIn(box.first(name)));
    const valid = Math.abs(west) <= 360 && Math.abs(east) <= 360 && south >= -90 && south <= north && north <= 90;
    return valid ? [[west, south, east, north] as const] : [];
  });
}

/** Periods of a resource (GML `TimePeriod`), open where a position is `now` or left out. */
export function periodsIn(identification: XmlElement): CataloguePeriod[] {
  const periods = identification.all('extent').flatMap((extent) => extent.below('TimePeriod'));
  return periods
    .map((period) => ({ start: moment(period, 'begin'), end: moment(period, 'end') }))
    .filter(({ start, end }) => start !== undefined || end !== undefined);
}

function moment(period: XmlElement, which: 'begin' | 'end'): string | undefined {
  const text = period.first(`${which}Position`)?.text ?? period.first(`${which}/TimeInstant/timePosition`)?.text;
  return text !== undefined && /^\d{4}/.test(text) ? text : undefined;
}

function numberIn(property: XmlElement | undefined): number {
  const text = textIn(property);
  return text === undefined ? NaN : Number(text);
}
