import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { netcdf3Reader } from '../../../src/formats/netcdf3/index.js';
import { decodeVariable } from '../../../src/model/cf/decode-variable.js';
import { textDimensions } from '../../../src/model/cf/text.js';
import type { Variable } from '../../../src/model/dataset.js';
import { type Column, countNulls, isNull, textsOf, valueAt } from '../../../src/model/table/column.js';
import { LocalStorage } from '../../../src/storage/local-storage.js';

const folder = new URL('../../../samples/argo/', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');
const key = '2900999_prof.nc';
const dataset = await netcdf3Reader.open(
  { uri: `${folder}${key}`, storage: new LocalStorage(folder.pathname), key },
  {},
);

async function decode(name: string) {
  const variable = dataset.variables.get(name) as Variable;
  return decodeVariable(variable, { uri: dataset.uri, textDimensions: textDimensions(dataset) });
}

/** The number in the README's row that begins with `row`. */
function told(row: string): number {
  return Number(new RegExp(`^\\| ${row}.*\\| (\\d+) \\|$`, 'm').exec(readme)?.[1]);
}

test('is the file that the README tells of', () => {
  const digest = createHash('sha256')
    .update(readFileSync(new URL(key, folder)))
    .digest('hex');
  expect(readme).toContain(digest);
});

test('has the rows that the README tells of', async () => {
  const [time, latitude, longitude] = await Promise.all(['JULD', 'LATITUDE', 'LONGITUDE'].map(decode));
  const levels = dataset.dimensions.get('N_LEVELS') ?? 0;
  const profiles = Array.from({ length: dataset.dimensions.get('N_PROF') ?? 0 }, (_, i) => i);
  const rows = (test: (i: number) => boolean) => profiles.filter(test).length * levels;
  const far = (i: number) => time?.outOfRange?.[i] === 1;
  const noTime = (i: number) => isNull(time?.column as Column, i) && !far(i);
  const noPlace = (i: number) => isNull(latitude?.column as Column, i) || isNull(longitude?.column as Column, i);
  const beyondPole = (i: number) => Number(valueAt(latitude?.column as Column, i)) > 90;
  expect(rows(() => true)).toBe(told('all'));
  expect(rows(noTime)).toBe(told('without a time'));
  expect(rows(far)).toBe(told('time beyond'));
  expect(rows(noPlace)).toBe(told('without a position'));
  expect(rows(beyondPole)).toBe(told('latitude outside'));
  expect(rows((i) => !noTime(i) && !far(i) && !noPlace(i) && !beyondPole(i))).toBe(told('left'));
});

test('has an array of chars for each profile, as texts or as single chars', async () => {
  const platform = await decode('PLATFORM_NUMBER');
  expect(platform).toMatchObject({ dimensions: ['N_PROF'], shape: [24] });
  expect(new Set(textsOf(platform.column))).toEqual(new Set(['2900999 ']));
  const direction = await decode('DIRECTION');
  expect(direction).toMatchObject({ dimensions: ['N_PROF'], shape: [24] });
  expect(new Set(textsOf(direction.column))).toEqual(new Set(['A']));
  const quality = await decode('PRES_QC');
  expect(quality).toMatchObject({ dimensions: ['N_PROF', 'N_LEVELS'], shape: [24, 70] });
  expect(countNulls(quality.column)).toBe(countNulls((await decode('PRES')).column));
  expect(await decode('HISTORY_STEP')).toMatchObject({ dimensions: ['N_HISTORY', 'N_PROF'], shape: [0, 24] });
});
