import { describe, expect, it } from 'vitest';
import { cellOf, cellToWkbHex, polygonColumn } from '../../../src/model/partition/polygon-cell.js';

const box = (longitude: number, latitude: number, rule?: 'aodn' | 'grid', resolution = 5) => {
  const { west, south, east, north } = cellOf(longitude, latitude, resolution, rule);
  return [west, south, east, north].map((value) => value + 0);
};

describe("AODN's cells", () => {
  it.each([
    [4.9, 4.9, [-5, -5, 5, 5]],
    [-0.1, 0.1, [-5, -5, 5, 5]],
    [-4.9, -4.9, [-5, -5, 5, 5]],
    [5, 5, [0, 0, 10, 10]],
    [180, 90, [175, 85, 185, 95]],
    [151.45, -33.99, [145, -35, 155, -25]],
  ])('has (%d, %d) in %j', (longitude, latitude, expected) => {
    expect(box(longitude, latitude)).toEqual(expected);
  });

  it('are written as in existing datasets', () => {
    expect(cellToWkbHex(cellOf(151.45, -33.99, 5))).toBe(
      '01030000000100000005000000000000000020624000000000008041C0000000000060634000000000008041C0000000000060634000000000000039C0000000000020624000000000000039C0000000000020624000000000008041C0',
    );
  });
});

describe('grid cells', () => {
  it.each([
    [4.9, 4.9, [0, 0, 5, 5]],
    [-0.1, 0.1, [-5, 0, 0, 5]],
    [5, 5, [5, 5, 10, 10]],
    [180, 90, [175, 85, 180, 90]],
  ])('has (%d, %d) in %j', (longitude, latitude, expected) => {
    expect(box(longitude, latitude, 'grid')).toEqual(expected);
  });
});

describe('polygonColumn', () => {
  it('has each cell once, whatever the order of the rows', () => {
    const column = polygonColumn([151, 1, 152, 2], [-34, 1, -33, 2], 5);
    expect(column.categories).toHaveLength(2);
    expect([...column.codes]).toEqual([0, 1, 0, 1]);
  });
});
