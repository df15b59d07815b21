import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/contracts/table-writer.js';
import { readSidecar } from '../../../src/formats/parquet/read-sidecar.js';
import { parseSidecarValue } from '../../../src/formats/parquet/sidecar-value.js';
import { parquetTableWriter } from '../../../src/formats/parquet/writer.js';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/sidecar/${name}`, import.meta.url));
const json = (name: string) => JSON.parse(fixture(name).toString('utf8'));

/** Special numbers stand in the fixture as `{"number": "NaN"}` and `{"bigint": "…"}`. */
function revive(_key: string, value: unknown): unknown {
  const { number, bigint } = (value ?? {}) as { number?: string; bigint?: string };
  if (number !== undefined) return Number(number);
  return bigint === undefined ? value : BigInt(bigint);
}

/**
 * In a realm of its own: in Node 24.21, JSON.parse gives the key `"\\r"` as a backslash where an object parsed before had a
 * backslash as its key in that place.
 */
function parseAlone(text: string): unknown {
  return runInNewContext('JSON.parse(text)', { text });
}

describe('P11 values of a sidecar', () => {
  const lines = fixture('repr.jsonl').toString('utf8').trim().split('\n');

  it('P11 whatever Python writes of texts, numbers, lists and dicts is read as it was', () => {
    expect(lines).toHaveLength(600);
    for (const line of lines) {
      const { json: wanted, repr } = JSON.parse(line);
      expect(parseSidecarValue(repr), repr).toEqual(parseAlone(wanted));
      expect(parseSidecarValue(wanted), wanted).toEqual(parseAlone(wanted));
    }
  });

  const special = JSON.parse(fixture('special.json').toString('utf8'), revive) as { repr: string; value: unknown }[];
  it.each(special)('P11 $repr', ({ repr, value }) => expect(parseSidecarValue(repr)).toEqual(value));

  it.each(json('refused.json') as string[])('P11 refuses %j, and runs nothing', (text) => {
    expect(() => parseSidecarValue(text)).toThrow(expect.objectContaining({ code: 'CO_SIDECAR_VALUE' }));
  });

  it('P11 what JSON.stringify writes comes back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        // Whole numbers beyond 2^53 come back exact, where JSON.parse rounds them.
        const exact = JSON.parse(text, (_, item) => (isLarge(item) ? BigInt(String(item)) : item));
        expect(parseSidecarValue(text)).toEqual(exact);
      }),
    );
  });

  it('P11 any other text is refused with a code', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[](){}\',:\\"ab1.e-nN') }), (text) => {
        try {
          parseSidecarValue(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'CO_SIDECAR_VALUE' });
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('P11 takes time in proportion to the text, and has a limit', () => {
    const long = `'${"it\\'s ".repeat(500_000)}'`;
    expect(parseSidecarValue(long)).toHaveLength(2_500_000);
    expect(parseSidecarValue(`[${'1, '.repeat(300_000)}1]`)).toHaveLength(300_001);
    expect(() => parseSidecarValue('('.repeat(2 ** 24))).toThrow(/nests more than 64/);
    expect(() => parseSidecarValue(' '.repeat(2 ** 24 + 1))).toThrow(/more than 16777216 characters/);
  });

  it('P11 a key cannot reach a prototype', () => {
    const value = parseSidecarValue("{'__proto__': {'polluted': True}}") as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });

  it('P11 tells where the value stands and what was found', () => {
    expect(() => parseSidecarValue("{'units': b'm'}", 'x/_common_metadata, key TEMP')).toThrow(
      "A value in 'x/_common_metadata, key TEMP' cannot be understood at character 10, 'b'm'}': no value begins so.",
    );
  });
});

describe('P11 the sidecar of a dataset', () => {
  const temperature = {
    type: 'float',
    units: 'degrees_Celsius',
    long_name: "the sea's temperature",
    valid_min: -2.5,
    valid_max: 40,
    flag_values: [0, 1, 4],
    _FillValue: Number.NaN,
  };

  it.each(['aodn.parquet', 'aodn-older.parquet'])("P11 as AODN's tool wrote it: %s", (name) => {
    const { fields, globalAttributes } = readSidecar(fixture(name), name);
    expect(fields.map((field) => [field.name, field.type])).toEqual([
      ['TIME', 'timestamp[ns]'],
      ['TEMP', 'float32'],
      ['filename', 'string'],
      ['timestamp', 'int64'],
    ]);
    expect(fields[1]?.attributes).toEqual(temperature);
    expect(fields[2]?.attributes).toMatchObject({ comment: null, indexed: true, _FillValue: '' });
    expect(globalAttributes).toMatchObject({ dataset_name: 'wave_buoy', title: `It "is" what it's` });
  });

  it('P11 as texts, where it has the attributes with its fields only', () => {
    const { fields, globalAttributes } = readSidecar(fixture('fields-only.parquet'), 'x');
    expect(fields[1]?.attributes).toMatchObject({ units: 'degrees_Celsius', valid_min: '-2.5', _FillValue: 'nan' });
    expect(globalAttributes).toEqual({});
  });

  it('P11 as we write it', async () => {
    const metadata = { units: 'degrees_Celsius' };
    const fields: Field[] = [
      { name: 'TEMP', type: 'float32', metadata },
      { name: 'global_attributes', type: 'string', metadata: {} },
    ];
    const keyValues = {
      TEMP: JSON.stringify({ ...metadata, valid_min: -2.5 }),
      dataset_metadata: JSON.stringify({ title: 'a "title"' }),
    };
    const bytes = await parquetTableWriter.encodeSchema(fields, keyValues);
    expect(readSidecar(bytes, 'x')).toEqual({
      fields: [
        { name: 'TEMP', type: 'float32', attributes: { units: 'degrees_Celsius', valid_min: -2.5 } },
        { name: 'global_attributes', type: 'string', attributes: {} },
      ],
      globalAttributes: { title: 'a "title"' },
    });
  });

  it('P11 names the sidecar and the key of a value that cannot be read', async () => {
    const bytes = await parquetTableWriter.encodeSchema([{ name: 'TEMP', type: 'float32', metadata: {} }], {
      TEMP: '{units}',
    });
    expect(() => readSidecar(bytes, 's3://b/x/_common_metadata')).toThrow(/'s3:..b.x._common_metadata, key TEMP'/);
    expect(() => readSidecar(new Uint8Array(20), 'x')).toThrow(expect.objectContaining({ code: 'CO_FORMAT_MISMATCH' }));
  });
});

function isLarge(item: unknown): item is number {
  return Number.isInteger(item) && !Number.isSafeInteger(item) && !String(item).includes('e');
}
