import { describe, expect, it } from 'vitest';
import { missingEntries } from '../../src/app/config-missing.js';
import { SummaryBuilder } from '../../src/pipeline/summary.js';

const result = (source: string, hints: Readonly<Record<string, unknown>>, unit = 0) => ({
  source: { uri: source, name: source, size: 1, version: '1', modified: undefined },
  unit,
  rows: 1,
  objects: [],
  dropped: {},
  warnings: [],
  hints,
});

const summary = () => {
  const builder = new SummaryBuilder();
  builder.add(result('a.nc', { X: { type: 'float32', units: 'm' }, Y: { type: 'int32' } }));
  builder.add(result('b.nc', { X: { type: 'double' } }));
  builder.add(result('c.nc', { X: { type: 'double' }, Z: { type: 'string' } }));
  return builder.build({ dataset: 'd', target: 't', left: 0, dryRun: false });
};

describe('the summary of a run', () => {
  it('tells of unknown variables as the first file has them, and in which types others do', () => {
    const { hints, unknown } = summary();
    expect(hints).toEqual({ X: { type: 'float32', units: 'm' }, Y: { type: 'int32' }, Z: { type: 'string' } });
    expect(unknown).toEqual([
      {
        variable: 'X',
        files: 3,
        types: [
          { type: 'float32', source: 'a.nc' },
          { type: 'double', source: 'b.nc' },
        ],
      },
      { variable: 'Y', files: 1, types: [{ type: 'int32', source: 'a.nc' }] },
      { variable: 'Z', files: 1, types: [{ type: 'string', source: 'c.nc' }] },
    ]);
  });
});

describe('missingEntries', () => {
  const text = JSON.stringify(summary());
  const entries = { X: { type: 'float32', units: 'm' }, Y: { type: 'int32' }, Z: { type: 'string' } };
  const notes = ["the files do not agree on the type of 'X': 'float32' in 'a.nc', 'double' in 'b.nc'"];

  it.each([
    ['the last line', text],
    ['all of the output', `a log\n{"type":"start"}\n${text}\n`],
    ['a file that somebody laid out', JSON.stringify(JSON.parse(text), null, 2)],
  ])('reads %s', async (_, content) => {
    expect(await missingEntries({ text: content, file: 'run.jsonl' })).toEqual({ entries, notes });
  });

  it('reads what a run told before it was killed', async () => {
    const lines = [
      { type: 'source', hints: { X: { type: 'int8' } } },
      { type: 'source', hints: { X: { type: 'int16' }, Y: { type: 'int8' } } },
    ];
    const content = lines.map((line) => JSON.stringify(line)).join('\n');
    expect(await missingEntries({ text: content, file: 'run.jsonl' })).toEqual({
      entries: { X: { type: 'int8' }, Y: { type: 'int8' } },
      notes: [],
    });
  });

  it.each(['', 'no JSON', '{"type":"start"}', '[1]'])("refuses '%s'", async (content) => {
    await expect(missingEntries({ text: content, file: 'run.jsonl' })).rejects.toMatchObject({
      code: 'CO_CONFIG_SUMMARY',
      message: expect.stringContaining("'run.jsonl'"),
    });
  });

  it('leaves out what a config has meanwhile', async () => {
    const content = JSON.stringify({ type: 'summary', hints: { TEMP: {}, NEW: {}, filename: {} } });
    expect(await missingEntries({ text: content, file: 'x', config: 'argo' })).toEqual({
      entries: { NEW: {} },
      notes: [],
    });
  });
});
