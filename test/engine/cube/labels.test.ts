import { describe, expect, it } from 'vitest';
import { designCube } from '../../../src/engine/cube/design-cube.js';
import { compareLabels, type Label } from '../../../src/engine/cube/labels.js';
import { labelsFor } from '../../../src/engine/cube/labels-for.js';
import type { ArrayLayout } from '../../../src/engine/cube/layout.js';
import { outlineDataset } from '../../../src/engine/cube/outline-dataset.js';
import type { AttributeValue } from '../../../src/model/attributes.js';
import type { StoredArray } from '../../../src/model/data-type.js';
import { errorOf, layoutOf, sourceOf, type Told } from './fit-sources.js';

const DAYS = { units: 'days since 2000-01-01' };
const data: Told = { dims: ['time'], values: Float32Array.of(1, 2) };

function outline(values: StoredArray | undefined, attributes: Record<string, AttributeValue> = DAYS) {
  const time = values && { time: { dims: ['time'], values, attributes } };
  return outlineDataset(sourceOf({ ...time, v: data }, { lengths: { time: 2 } }), 'time');
}

async function cube(values: StoredArray, attributes: Record<string, AttributeValue> = DAYS, asked: ArrayLayout = {}) {
  return designCube(await outline(values, attributes), layoutOf(['time', 'v'], { arrays: new Map([['time', asked]]) }));
}

describe('compareLabels', () => {
  it.each<[Label, Label, number]>([
    [1, 2, -1],
    [2 ** 53, 2n ** 53n + 1n, -1],
    [2n ** 60n, 2n ** 60n, 0],
    ['b', 'a', 1],
    [-0, 0, 0],
    [5, 'a', -1],
    ['a', 5n, 1],
  ])('%s, %s: %d', (a, b, expected) => {
    expect(compareLabels(a, b)).toBe(expected);
    expect(compareLabels(b, a)).toBe(0 - expected);
  });
});

describe('labelsFor', () => {
  it('Z07 are the stored numbers where they mean the same', async () => {
    const values = Float64Array.of(27028.041666666668, 1);
    expect(labelsFor(await outline(values), await cube(Float64Array.of(0, 1)), 'time')).toBe(values);
  });

  it('A09 are told exactly in the units of the cube, or refused', async () => {
    const hours = { units: 'hours since 2000-01-02' };
    const days = await cube(BigInt64Array.of(0n, 1n));
    expect(labelsFor(await outline(Int32Array.of(0, 24), hours), days, 'time')).toEqual(BigInt64Array.of(1n, 2n));
    const off = await outline(Int32Array.of(0, 6), hours);
    expect(await errorOf(() => labelsFor(off, days, 'time'))).toMatchObject({
      code: 'CO_CUBE_TIME',
      fields: { variable: 'time', value: '6 hours since 2000-01-02' },
    });
  });

  it('Z08 are never missing', async () => {
    const made = await cube(Float64Array.of(0, 1));
    const bad = await outline(Float64Array.of(1, Number.NaN));
    expect(await errorOf(() => labelsFor(bad, made, 'time'))).toMatchObject({
      code: 'CO_CUBE_LABEL',
      fields: { dimension: 'time', label: 'NaN' },
    });
    const filled = await outline(Float64Array.of(1, -9), { ...DAYS, _FillValue: Float64Array.of(-9) });
    expect((await errorOf(() => labelsFor(filled, made, 'time'))).fields.label).toBe('-9');
    const texts = await outline(['a', ''], {});
    expect((await errorOf(() => labelsFor(texts, designCube(texts, layoutOf(['time'])), 'time'))).code).toBe(
      'CO_CUBE_LABEL',
    );
  });

  it('Z08 are refused where the source has no coordinate and the cube has', async () => {
    const made = await cube(Float64Array.of(0, 1));
    expect((await errorOf(async () => labelsFor(await outline(undefined), made, 'time'))).code).toBe('CO_CUBE_LABEL');
  });

  it('are numbers of rows where the cube has no coordinate', async () => {
    const source = await outline(undefined);
    const made = designCube(source, layoutOf(['v']));
    expect(labelsFor(source, made, 'time')).toEqual(Float64Array.of(0, 1));
    expect(labelsFor(source, made, 'time', 7)).toEqual(Float64Array.of(7, 8));
  });
});
