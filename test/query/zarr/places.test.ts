import { describe, expect, it } from 'vitest';
import { placesOf } from '../../../src/query/zarr/constraint.js';
import { ask, naiveRows, openMade, sorted } from './asking.js';
import { type MadeVariable, randomFrom } from './made-cube.js';
import { degrees, EPOCH_2000, type Made, packed, timeVariable } from './made-grids.js';
import { randomSelection } from './random-selection.js';

const V3 = { format: 3 as const, chunks: { TIME: 3, y: 2, x: 3 } };

describe('places', () => {
  it('are those that all constraints leave, along each dimension and together', () => {
    const lengths = new Map(Object.entries({ t: 3, y: 3, x: 4 }));
    const { indices, masks, never } = placesOf(lengths, [
      { dimensions: ['t'], flags: Uint8Array.of(1, 0, 1) },
      { dimensions: ['t'], flags: Uint8Array.of(1, 1, 0) },
      { dimensions: ['y', 'x'], flags: Uint8Array.of(0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0) },
      { dimensions: ['y', 'x'], flags: Uint8Array.of(0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1) },
    ]);
    expect(Object.fromEntries([...indices].map(([name, list]) => [name, [...list]]))).toEqual({
      t: [0],
      y: [0, 1],
      x: [2],
    });
    expect(masks.map(({ flags }) => [...flags].join(''))).toEqual(['001000100000']);
    expect(never).toBe(false);
  });
});

/** Places on a plane: its axes are in metres, degrees lie along both. */
function projected(seed: number, time: 'axis' | 'scan'): Made {
  const random = randomFrom(seed);
  const lengths = { TIME: 4, y: 6, x: 7 };
  const metres = (name: string, count: number, axis: string): MadeVariable => {
    const values = Array.from({ length: count }, (_, at) => at * 1000);
    const attributes = { axis, units: 'm', standard_name: `projection_${name}_coordinate` };
    return { type: 'float64', dimensions: [name], stored: values, meant: values, attributes };
  };
  const scan = Array.from({ length: 42 }, () => Math.floor(random() * 8) / 2);
  const norths = Array.from({ length: 42 }, (_, at) => -30 - Math.floor(at / 7) * 2 - (at % 7));
  const easts = Array.from({ length: 42 }, (_, at) => 100 + Math.floor(at / 7) + (at % 7) * 3);
  const variables = {
    x: metres('x', 7, 'X'),
    y: metres('y', 6, 'Y'),
    TIME:
      time === 'axis'
        ? timeVariable([0, 0.5, 1, 1.5])
        : {
            ...timeVariable(scan, ['y', 'x']),
            attributes: { units: 'days since 2000-01-01 00:00:00', standard_name: 'time' },
          },
    lat: degrees('latitude', norths, ['y', 'x']),
    lon: degrees('longitude', easts, ['y', 'x']),
    TEMP: packed(time === 'axis' ? ['TIME', 'y', 'x'] : ['y', 'x'], time === 'axis' ? 168 : 42, random),
  };
  const used = time === 'axis' ? lengths : { y: 6, x: 7 };
  return {
    cube: { lengths: used, variables },
    roles: { time: 'TIME', latitude: 'lat', longitude: 'lon' },
    dimensions: Object.keys(used),
    columns: Object.keys(variables),
  };
}

/** A grid that moves: parallels and meridians are those of each step. */
function moving(): Made {
  const random = randomFrom(9);
  const steps = Array.from({ length: 5 }, () => [random() * 8, random() * 8] as const);
  const norths = steps.flatMap(([north]) => Array.from({ length: 6 }, (_, at) => -40 + north + at));
  const easts = steps.flatMap(([, east]) => Array.from({ length: 7 }, (_, at) => 100 + east + at));
  const variables = {
    TIME: timeVariable([0, 0.5, 1, 1.5, 2]),
    lat: degrees('latitude', norths, ['TIME', 'y']),
    lon: degrees('longitude', easts, ['TIME', 'x']),
    TEMP: packed(['TIME', 'y', 'x'], 210, random),
  };
  return {
    cube: { lengths: { TIME: 5, y: 6, x: 7 }, variables },
    roles: { time: 'TIME', latitude: 'lat', longitude: 'lon' },
    dimensions: ['TIME', 'y', 'x'],
    columns: Object.keys(variables),
  };
}

/** A series at one place, which is told by scalars. */
function mooring(): Made {
  const variables = {
    TIME: timeVariable([0, 0.5, 1, 1.5]),
    LATITUDE: degrees('latitude', [-34], []),
    LONGITUDE: degrees('longitude', [151.5], []),
    TEMP: packed(['TIME'], 4, randomFrom(1)),
  };
  return {
    cube: { lengths: { TIME: 4 }, variables },
    roles: { time: 'TIME', latitude: 'LATITUDE', longitude: 'LONGITUDE' },
    dimensions: ['TIME'],
    columns: Object.keys(variables),
  };
}

describe('places told', () => {
  it.each(['axis', 'scan'] as const)('in degrees beside axes in metres, times along an own %s', async (time) => {
    const made = projected(3, time);
    const { dataset } = await openMade(made, V3);
    expect(Object.fromEntries((await dataset.describe()).roles)).toMatchObject({
      latitude: 'lat',
      longitude: 'lon',
      time: 'TIME',
    });
    const random = randomFrom(5);
    for (let round = 0; round < 30; round++) {
      const west = 95 + random() * 30;
      const selection = {
        ...randomSelection(random, 4),
        box: { west, south: -45 + random() * 8, east: west + 10, north: -30 },
      };
      const { names, rows } = await ask(dataset, selection);
      expect(sorted(rows)).toEqual(sorted(naiveRows(made, names, selection)));
    }
  });

  it('by a grid that moves', async () => {
    const made = moving();
    const random = randomFrom(6);
    for (let round = 0; round < 30; round++) {
      const [west, south] = [98 + random() * 12, -42 + random() * 10];
      const box = { west, south, east: west + 4, north: south + 4 };
      const point = { longitude: 98 + random() * 16, latitude: -42 + random() * 16 };
      const selection = round % 3 === 0 ? { point } : { ...(round % 3 === 1 ? {} : { point }), box };
      const { dataset } = await openMade(made, V3);
      const { names, rows } = await ask(dataset, selection);
      expect(sorted(rows)).toEqual(sorted(naiveRows(made, names, selection)));
    }
  });

  it('by scalars hold for all rows, or for none', async () => {
    const { dataset } = await openMade(mooring(), V3);
    const time = { end: EPOCH_2000 };
    expect((await ask(dataset, { box: { west: 150, south: -35, east: 152, north: -33 }, time })).rows).toHaveLength(1);
    expect((await ask(dataset, { box: { west: 150, south: -33, east: 152, north: -30 } })).rows).toEqual([]);
    expect((await ask(dataset, { point: { longitude: 0, latitude: 0 } })).rows).toHaveLength(4);
  });
});

describe('the nearest cell', () => {
  const grid = (latitudes: readonly number[], longitudes: readonly number[]): Made => ({
    cube: {
      lengths: { y: latitudes.length, x: longitudes.length },
      variables: {
        lat: degrees('latitude', latitudes, ['y']),
        lon: degrees('longitude', longitudes, ['x']),
        a: packed(['y', 'x'], latitudes.length * longitudes.length, randomFrom(1)),
      },
    },
    roles: { latitude: 'lat', longitude: 'lon' },
    dimensions: ['y', 'x'],
    columns: ['lat', 'lon', 'a'],
  });
  const cases = {
    'is beyond the antimeridian': [[0], [-179, 170], { longitude: 179, latitude: 0 }, [0, -179]],
    'is beyond Greenwich, where longitudes are counted from 0': [
      [0],
      [1, 10, 359.5],
      { longitude: 0.1, latitude: 0 },
      [0, 359.5],
    ],
    'is the pole': [[80, 90], [0, 90], { longitude: -130, latitude: 89 }, [90, 0]],
    'is over the pole where none lies on this side': [[89], [0], { longitude: 180, latitude: 89.5 }, [89, 0]],
    'is to the north of that on the own parallel, where meridians are far': [
      [60, 88],
      [0],
      { longitude: 180, latitude: 70 },
      [88, 0],
    ],
    'lies on the sphere, not beyond a pole': [[-45, 95], [0], { longitude: 0, latitude: 90 }, [-45, 0]],
  } as const;

  it.each(Object.entries(cases))('%s', async (_, [latitudes, longitudes, point, expected]) => {
    const { dataset } = await openMade(grid(latitudes, longitudes), V3);
    const { rows } = await ask(dataset, { point, columns: ['lat', 'lon'] });
    expect(rows).toEqual([expected]);
  });
});
