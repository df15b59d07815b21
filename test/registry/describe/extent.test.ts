import { describe, expect, it } from 'vitest';
import { extentOfConfig, firstExtent, toMoment } from '../../../src/registry/describe/extent.js';

describe('toMoment', () => {
  it.each([
    ['2008-02-11T23:00:00', '2008-02-11T23:00:00Z', '2008-02-11T23:00:00Z'],
    ['2008-02-11T23:00', '2008-02-11T23:00:00Z', '2008-02-11T23:00:00Z'],
    ['2008-02-11 23:00:00.5', '2008-02-11T23:00:00.500Z', '2008-02-11T23:00:00.500Z'],
    ['2008-02-11T23:00:00+10:00', '2008-02-11T13:00:00Z', '2008-02-11T13:00:00Z'],
    ['2008-02-11', '2008-02-11T00:00:00Z', '2008-02-11T23:59:59Z'],
    ['2008-12', '2008-12-01T00:00:00Z', '2008-12-31T23:59:59Z'],
    ['2008', '2008-01-01T00:00:00Z', '2008-12-31T23:59:59Z'],
    ['2008-02-11Z', '2008-02-11T00:00:00Z', '2008-02-11T23:59:59Z'],
    ['now', undefined, undefined],
    ['2008-02-11T99:00:00', undefined, undefined],
  ])('%s begins at %s and ends at %s', (text, start, end) => {
    expect([toMoment(text), toMoment(text, true)]).toEqual([start, end]);
  });
});

describe('extentOfConfig', () => {
  const config = (set: Record<string, string | number>) => ({ schema_transformation: { global_attributes: { set } } });
  const box = { geospatial_lon_min: 1, geospatial_lat_min: '2', geospatial_lon_max: 3, geospatial_lat_max: 4 };

  it('is what the config sets as global attributes', () => {
    expect(extentOfConfig(config({ ...box, time_coverage_start: '2001', time_coverage_end: '2002' }))).toEqual({
      boxes: [[1, 2, 3, 4]],
      periods: [{ start: '2001-01-01T00:00:00Z', end: '2002-12-31T23:59:59Z' }],
    });
  });

  it('is none where a bound is missing, and of the first who tells', () => {
    const { geospatial_lat_min: _, ...incomplete } = box;
    expect(extentOfConfig(config(incomplete))).toEqual({ boxes: [], periods: [] });
    expect(extentOfConfig({})).toEqual({ boxes: [], periods: [] });
    const [timed, placed] = [config({ time_coverage_end: '2002' }), config(box)].map(extentOfConfig);
    expect(firstExtent([timed, placed] as never)).toEqual({ boxes: placed?.boxes, periods: timed?.periods });
  });
});
