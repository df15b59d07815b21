import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../../src/config/json.js';
import { editConfig } from '../../../src/registry/config-text/edit-config.js';

const edited = (text: string, fields: JsonObject, file = 'a.json') => editConfig(file, text, fields);

const CONFIG = `{
    "dataset_name": "a",
    "_big": 12345678901234567890, "odd":   [1,2,
  3],
    "aws_opendata_registry": {
        "Name": "Old",
        "Tags": ["oceans"],
        "License": "by",
        "DataAtWork": {
            "Tutorials": []
        }
    },
    "schema": { "x": {"type":"float"} }
}
`;

describe('editConfig in JSON', () => {
  it('replaces a value, and nothing else', async () => {
    expect(await edited(CONFIG, { Name: 'New "one"' })).toBe(CONFIG.replace('"Old"', String.raw`"New \"one\""`));
  });

  it('keeps short lists on their line, and indents what is longer as the file does', async () => {
    const tags = await edited(CONFIG, { Tags: ['oceans', 'radar'] });
    expect(tags).toBe(CONFIG.replace('["oceans"]', '["oceans", "radar"]'));
    const long = Array.from({ length: 12 }, (_, at) => `a long word ${at}`);
    const lines = long.map((word) => `            "${word}"`).join(',\n');
    expect(await edited(CONFIG, { Tags: long })).toBe(CONFIG.replace('["oceans"]', `[\n${lines}\n        ]`));
  });

  it('puts a new field where the registry has it', async () => {
    expect(await edited(CONFIG, { Description: 'D', Citation: 'C' })).toBe(
      CONFIG.replace('"Old",', '"Old",\n        "Description": "D",').replace(
        '"by",',
        '"by",\n        "Citation": "C",',
      ),
    );
    const first = CONFIG.replace('        "Name": "Old",\n', '');
    expect(await edited(first, { Name: 'N' })).toBe(first.replace('"Tags"', '"Name": "N",\n        "Tags"'));
  });

  it('makes an entry where there is none', async () => {
    const without = '{\n\t"dataset_name": "a",\n\t"schema": {}\n}';
    expect(await edited(without, { Name: 'N' })).toBe(
      '{\n\t"dataset_name": "a",\n\t"schema": {},\n\t"aws_opendata_registry": {\n\t\t"Name": "N"\n\t}\n}',
    );
    expect(await edited('{"dataset_name": "a"}', { Name: 'N' })).toContain(
      '{"dataset_name": "a", "aws_opendata_registry": {',
    );
  });

  it.each(['null', '"x"', '{}', '{\n  }', '[]'])('fills an entry that is %s', async (entry) => {
    const text = `{\n  "a": 1,\n  "aws_opendata_registry": ${entry},\n  "b": 2\n}\n`;
    const after = await edited(text, { Name: 'N', Tags: [] });
    expect(JSON.parse(after)).toEqual({ a: 1, aws_opendata_registry: { Name: 'N', Tags: [] }, b: 2 });
    expect(after.startsWith('{\n  "a": 1,\n  "aws_opendata_registry": ') && after.endsWith(',\n  "b": 2\n}\n')).toBe(
      true,
    );
  });

  it('keeps ends of lines and a byte order mark', async () => {
    const text = `\uFEFF${CONFIG.replaceAll('\n', '\r\n')}`;
    const after = await edited(text, { Description: 'D', DataAtWork: { Publications: [] } });
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    expect(after.startsWith('\uFEFF{')).toBe(true);
  });

  it('returns the same text where nothing changes', async () => {
    expect(await edited(CONFIG, {})).toBe(CONFIG);
  });

  it.each([
    ['a key that stands twice', '{"aws_opendata_registry": {"Name": "a"}, "aws_opendata_registry": {"Name": "b"}}'],
    ['a field that stands twice', '{"aws_opendata_registry": {"Name": "a", "Name": "b"}}'],
  ])('refuses %s', async (_, text) => {
    await expect(edited(text, { Name: 'N' })).rejects.toMatchObject({ code: 'CO_REGISTRY_NOT_WRITTEN' });
  });

  it('leaves every byte outside the entry as it stands, however the file is laid out', async () => {
    // Keys that are numbers would stand before the others.
    const key = fc.string().map((text) => `k${text}`);
    const others = fc.dictionary(key, fc.jsonValue(), { maxKeys: 4 });
    const field = fc.constantFrom('Name', 'Tags', 'Citation', 'Resources', 'Other');
    const entry = fc.dictionary(field, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
    const layout = fc.constantFrom(undefined, 0, 1, 2, 4, '\t');
    await fc.assert(
      fc.asyncProperty(others, others, entry, entry, layout, async (before, after, old, fields, indent) => {
        const shared = Object.keys(before).filter((name) => name in after);
        for (const name of shared) delete after[name];
        const text = JSON.stringify({ ...before, aws_opendata_registry: old, ...after }, null, indent);
        const result = await edited(text, fields as JsonObject);
        const at = text.indexOf('"aws_opendata_registry"');
        expect(result.slice(0, at)).toBe(text.slice(0, at));
        expect(JSON.parse(result)).toEqual(
          JSON.parse(JSON.stringify({ ...before, aws_opendata_registry: { ...old, ...fields }, ...after })),
        );
        const tail = JSON.stringify(after, null, indent).slice(1);
        if (Object.keys(after).length > 0) expect(result.endsWith(tail)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

const YAML = `# A config.
dataset_name: a   # its name
aws_opendata_registry:
  # what people see
  Name: Old
  Tags: [oceans]   # few
  Description: |
    Two
    lines.
  License: by
schema:
  x: {type: float}
`;

describe('editConfig in YAML', () => {
  it.each<[JsonObject, string, string]>([
    [{ Name: 'New: one' }, 'Name: Old', 'Name: "New: one"'],
    [{ Description: 'One line.' }, 'Description: |\n    Two\n    lines.', 'Description: One line.'],
    [{ Tags: ['oceans', 'radar'] }, 'Tags: [oceans] ', 'Tags:\n    - oceans\n    - radar '],
    [{ Citation: 'C' }, '  License: by', '  License: by\n  Citation: C'],
  ])('sets %j, and keeps comments and all other lines', async (fields, from, to) => {
    const after = await edited(YAML, fields, 'a.yaml');
    expect(after).toBe(YAML.replace(from, to));
    expect(parse(after)).toEqual({
      ...parse(YAML),
      aws_opendata_registry: { ...parse(YAML).aws_opendata_registry, ...fields },
    });
  });

  it('makes an entry where there is none', async () => {
    expect(await edited('dataset_name: a\n', { Name: 'N', Tags: [] }, 'a.yml')).toBe(
      'dataset_name: a\naws_opendata_registry:\n  Name: N\n  Tags: []\n',
    );
  });

  it('refuses documents in flow style', async () => {
    await expect(edited('{dataset_name: a}', { Name: 'N' }, 'a.yaml')).rejects.toMatchObject({
      code: 'CO_REGISTRY_NOT_WRITTEN',
    });
  });
});
