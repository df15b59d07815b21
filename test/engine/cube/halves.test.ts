import { describe, expect, it } from 'vitest';
import { designCube } from '../../../src/engine/cube/design-cube.js';
import { fitDataset } from '../../../src/engine/cube/fit-dataset.js';
import { outlineDataset } from '../../../src/engine/cube/outline-dataset.js';
import type { Variable } from '../../../src/model/dataset.js';
import type { Cube, ZarrArray } from '../../../src/model/zarr/array.js';
import { layoutOf, sourceOf, type Told } from './fit-sources.js';

const halves = { type: 'float32', element: 'float16', chunks: [1, 2], codecs: [] } as unknown as ZarrArray;
const encoded = { array: { ...halves, attributes: {} }, read: async () => undefined };
const time: Told = { dims: ['time'], values: Float64Array.of(1) };
const source = (values: Float32Array | Float64Array, more: Partial<Told> = {}) =>
  sourceOf({ time, half: { dims: ['time', 'x'], values, ...more } }, { lengths: { x: 2 } });

async function cubeOf(asked: object = {}): Promise<Cube> {
  const outline = await outlineDataset(source(Float32Array.of(1, 2), { encoded }), 'time');
  return designCube(outline, layoutOf(['time', 'half'], { arrays: new Map([['half', asked]]) }));
}

async function fitted(dataset: ReturnType<typeof source>): Promise<unknown> {
  return fitDataset(dataset, await cubeOf(), 'time')
    .variables.get('half')
    ?.read();
}

describe('floats of 16 bits', () => {
  it('stay such in a new cube, unless another type is asked for', async () => {
    expect((await cubeOf()).arrays.get('half')).toMatchObject({ type: 'float32', element: 'float16' });
    expect((await cubeOf({ type: 'float32' })).arrays.get('half')?.element).toBeUndefined();
  });

  it('hold a fill value that is one of them', async () => {
    expect((await cubeOf({ fillValue: -2.5 })).arrays.get('half')?.fillValue).toBe(-2.5);
    await expect(cubeOf({ fillValue: 1e30 })).rejects.toMatchObject({
      code: 'CO_CUBE_LAYOUT',
      message: expect.stringContaining("'float16' does not hold the fill value '1e+30'"),
    });
  });

  it('take wider floats that are exactly such, and no others', async () => {
    expect(await fitted(source(Float32Array.of(0.5, Number.NaN)))).toEqual(Float32Array.of(0.5, Number.NaN));
    expect(await fitted(source(Float64Array.of(0.5, -65504)))).toEqual(Float32Array.of(0.5, -65504));
    for (const wrong of [Float32Array.of(0.5, 0.1), Float64Array.of(0.5, 65520)])
      await expect(fitted(source(wrong))).rejects.toMatchObject({
        code: 'CO_CUBE_VALUE',
        fields: { variable: 'half', index: [0, 1], type: expect.stringContaining('float16') },
      });
  });
});

describe('a variable that its reader cannot read', () => {
  it('is refused by its name, before anything is planned', async () => {
    const dataset = sourceOf({ time, wave: { dims: ['time'], values: ['?'] } });
    const wave = { ...(dataset.variables.get('wave') as Variable), unsupported: 'complex numbers' };
    const variables = new Map(dataset.variables).set('wave', wave);
    await expect(outlineDataset({ ...dataset, variables }, 'time')).rejects.toMatchObject({
      code: 'CO_FILE_UNSUPPORTED',
      fields: { variable: 'wave', feature: 'complex numbers' },
    });
  });
});
