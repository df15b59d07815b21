import { describe, expect, it } from 'vitest';
import { encodeNetcdf3 } from '../../../src/formats/netcdf3/encode.js';
import { netcdf3Reader } from '../../../src/formats/netcdf3/index.js';
import type { AttributeValue } from '../../../src/model/attributes.js';
import { MemoryStorage } from '../../../src/storage/memory-storage.js';

async function readBack(bytes: Uint8Array) {
  const storage = new MemoryStorage('encode');
  await storage.put('a.nc', bytes);
  return netcdf3Reader.open({ uri: 'memory://encode/a.nc', storage, key: 'a.nc' }, {});
}

const attributes = new Map<string, AttributeValue>([
  ['text', 'ünï'],
  ['texts', ['a', 'b']],
  ['number', Float32Array.of(1.5, 2)],
]);

describe('NetCDF-3 files that are written', () => {
  it('are read as they were', async () => {
    const file = {
      dimensions: new Map([
        ['time', 0],
        ['x', 3],
      ]),
      attributes,
      variables: [
        { name: 'x', type: 'int16', dimensions: ['x'], attributes, values: Int16Array.of(1, -2, 3) },
        { name: 'scalar', type: 'float64', dimensions: [], attributes: new Map(), values: Float64Array.of(0.1) },
        { name: 'v', type: 'float32', dimensions: ['time', 'x'], attributes: new Map() },
      ],
    } as const;
    const dataset = await readBack(encodeNetcdf3(file));
    expect([...dataset.dimensions]).toEqual([
      ['x', 3],
      ['time', 0],
    ]);
    expect(await dataset.variables.get('x')?.read()).toEqual(Int16Array.of(1, -2, 3));
    expect(await dataset.variables.get('scalar')?.read()).toEqual(Float64Array.of(0.1));
    expect(await dataset.variables.get('v')?.read()).toEqual(new Float32Array(0));
    expect(dataset.attributes.get('text')).toBe('ünï');
    expect(dataset.attributes.get('texts')).toBe('a\nb');
    expect(dataset.attributes.get('number')).toEqual(Float32Array.of(1.5, 2));
  });

  it('are CDF-5 where a type asks for it', async () => {
    const file = {
      dimensions: new Map([['x', 1]]),
      attributes: new Map(),
      variables: [{ name: 'x', type: 'int64', dimensions: ['x'], attributes, values: BigInt64Array.of(2n ** 60n) }],
    } as const;
    const bytes = encodeNetcdf3(file);
    expect(bytes[3]).toBe(5);
    expect(await (await readBack(bytes)).variables.get('x')?.read()).toEqual(BigInt64Array.of(2n ** 60n));
  });
});
