import { describe, expect, it } from 'vitest';
import { boxAround, insideBox, mayOverlap } from '../../src/query/places.js';
import { farnessFrom, leastFarness } from '../../src/query/sphere.js';

const box = (west: number, south: number, east: number, north: number) => ({ west, south, east, north });

describe('a box', () => {
  it.each([
    [box(110, -10, 120, 10), [110, 120, 115, -245, 109.9, 120.1], [1, 1, 1, 1, 0, 0]],
    [box(170, -10, -170, 10), [170, 180, -180, 190, -170, 169, -169, 0], [1, 1, 1, 1, 1, 0, 0, 0]],
    [box(350, -10, 10, 10), [355, -5, 0, 360, 5, 11, -11], [1, 1, 1, 1, 1, 0, 0]],
    [box(-180, -10, 180, 10), [0, 180, -180, 360, 359], [1, 1, 1, 1, 1]],
    [box(0, -10, 360, 10), [0, -1, 360, 180], [1, 1, 1, 1]],
    [box(0, -10, 180, 10), [0, 180, -180, -1, 90], [1, 1, 1, 0, 1]],
    [box(180, -10, 180, 10), [180, -180, 179.9], [1, 1, 0]],
    [box(-180, -10, 180, 10), [Number.NaN], [0]],
  ])('%j holds longitudes of either convention', (edges, longitudes, expected) => {
    expect(longitudes.map((longitude) => (insideBox(edges)(longitude, 0) ? 1 : 0))).toEqual(expected);
  });

  it('has its latitudes, edges included', () => {
    expect([-11, -10, 0, 10, 11, Number.NaN].map((latitude) => insideBox(box(0, -10, 1, 10))(0, latitude))).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it.each([
    [box(175, 0, 185, 10), box(-180, 5, -176, 6), true],
    [box(175, 0, 185, 10), box(-174, 5, -170, 6), false],
    [box(355, 0, 360, 10), box(-10, 5, -1, 6), true],
    [box(0, 0, 10, 10), box(350, 5, 5, 6), true],
    [box(0, 0, 10, 10), box(10, 10, 20, 20), true],
    [box(0, 0, 10, 10), box(11, 5, 20, 20), false],
  ])('may overlap an area: %j and %j', (area, edges, expected) => {
    expect(mayOverlap(area, edges)).toBe(expected);
  });

  it('around areas takes the shorter way round', () => {
    expect(boxAround([box(110, -40, 115, -35), box(150, -20, 155, -10)])).toEqual(box(110, -40, 155, -10));
    expect(boxAround([box(170, -5, 180, 5), box(-180, 0, -170, 9)])).toEqual(box(170, -5, -170, 9));
    expect(boxAround([box(175, 85, 185, 95)])).toEqual(box(175, 85, -175, 90));
    expect(boxAround([])).toBeUndefined();
  });
});

describe('farness', () => {
  it('of an area is below that of each place in it', () => {
    let state = 1;
    const draw = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    for (let round = 0; round < 2000; round++) {
      const point = { longitude: draw() * 540 - 180, latitude: draw() * 180 - 90 };
      const [west, south] = [draw() * 360 - 180, draw() * 170 - 90];
      const area = box(west, south, west + draw() * 40, south + draw() * 20);
      const least = leastFarness(point, area);
      const place = [
        area.west + draw() * (area.east - area.west),
        Math.min(90, area.south + draw() * (area.north - area.south)),
      ];
      expect(farnessFrom(point)(place[0] as number, place[1] as number)).toBeGreaterThanOrEqual(least);
    }
  });

  it('of an area is that of its nearest place', () => {
    expect(leastFarness({ longitude: 5, latitude: 5 }, box(0, 0, 10, 10))).toBe(0);
    expect(leastFarness({ longitude: 365, latitude: 5 }, box(0, 0, 10, 10))).toBe(0);
    const across = leastFarness({ longitude: -179, latitude: 0 }, box(170, -5, 180, 5));
    expect(across).toBeCloseTo(Math.sin(Math.PI / 360) ** 2, 9);
  });
});
