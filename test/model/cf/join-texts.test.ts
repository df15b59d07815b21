import { describe, expect, it } from 'vitest';
import { joinTexts } from '../../../src/model/cf/join-texts.js';
import { sourceOf } from '../../engine/cube/fit-sources.js';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

describe('joinTexts', () => {
  const dataset = sourceOf(
    {
      station: { dims: ['row', 'strlen'], values: bytes('ab\0\0c   '), type: 'char', attributes: { _FillValue: '\0' } },
      flag: { dims: ['row'], values: bytes('1\0'), type: 'char', attributes: { _FillValue: ' ' } },
      latin: {
        dims: ['row', 'strlen'],
        values: bytes('\xe9t\xe9\0\xff\0\0\0'),
        type: 'char',
        attributes: { _Encoding: 'latin1' },
      },
      x: { dims: ['row'], values: Float64Array.of(1, 2) },
    },
    { lengths: { row: 2, strlen: 4 } },
  );
  const joined = joinTexts(dataset);
  const read = (name: string, region?: { start: number[]; count: number[] }) =>
    joined.variables.get(name)?.read(region);

  it('takes the dimension of the length away', () => {
    expect([...joined.dimensions]).toEqual([['row', 2]]);
    const { type, dimensions, shape } = joined.variables.get('station') ?? {};
    expect({ type, dimensions, shape }).toEqual({ type: 'string', dimensions: ['row'], shape: [2] });
  });

  it('Z06 keeps every char but NULs at the end', async () => {
    expect(await read('station')).toEqual(['ab', 'c   ']);
    expect(await read('flag')).toEqual(['1', '']);
    expect(await read('latin')).toEqual(['été', 'ÿ']);
  });

  it('reads regions', async () => {
    expect(await read('station', { start: [1], count: [1] })).toEqual(['c   ']);
    expect(await read('flag', { start: [0], count: [1] })).toEqual(['1']);
    await expect(read('station', { start: [1], count: [2] })).rejects.toMatchObject({ code: 'CO_UNEXPECTED' });
  });

  it('keeps a fill value that is a text', () => {
    expect(joined.variables.get('station')?.attributes.size).toBe(0);
    expect(joined.variables.get('flag')?.attributes.get('_FillValue')).toBe(' ');
    expect(joined.variables.get('latin')?.attributes.size).toBe(0);
  });

  it('leaves a dataset without chars alone', () => {
    const plain = sourceOf({ x: { dims: ['x'], values: Float64Array.of(1) } });
    expect(joinTexts(plain)).toBe(plain);
  });
});
