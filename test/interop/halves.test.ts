import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendTo } from '../append/fixture.js';
import { PYTHON, runPython } from './python.js';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'co-halves-'));
  if (PYTHON) await runPython('make_halves.py', folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ascending = Array.from({ length: 2 ** 16 }, (_, bits) => bits);
const flipped = Array.from({ length: 256 }, (_, row) => ascending.slice((255 - row) * 256, (256 - row) * 256)).flat();

describe.skipIf(!PYTHON)('floats of 16 bits', () => {
  it.each([
    [2, {}],
    [3, {}],
    [3, { half: { encoding: { chunks: [1, 64, 256], shards: [2, 256, 256] } } }],
  ])('are appended bit for bit, into format %i with %j', async (zarr_version, variables) => {
    const target = join(folder, `${zarr_version}-${Object.keys(variables).length}-target.zarr`);
    const slices = ['v2.zarr', 'v3.zarr'].map((name) => join(folder, name));
    await appendTo(target, slices, { zarr_version, variables, excluded_variables: ['wave'] } as never);
    expect(await runPython('make_halves.py', target, 'bits')).toEqual({
      dtype: 'float16',
      fill: -2.5,
      // All that are none, of either sign, and the fill value.
      xarray: { dtype: 'float16', missing: 2 * (2 * 1023 + 1) },
      bits: [...ascending, ...flipped],
    });
  });

  it('are found in slices whose complex numbers nobody asks for, and only then', async () => {
    const target = join(folder, 'selected.zarr');
    const slices = [join(folder, 'v3.zarr')];
    await expect(appendTo(target, slices)).rejects.toMatchObject({
      code: 'CO_FILE_UNSUPPORTED',
      fields: { variable: 'wave', feature: expect.stringContaining('complex64') },
    });
    await appendTo(target, slices, { included_variables: ['time', 'half'] });
  });
});
