import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryYaml } from '../../src/registry/entry/entry-yaml.js';
import type { RegistryEntry } from '../../src/registry/entry/registry-entry.generated.js';
import { sampleEntry } from '../registry/sample-entry.js';
import { PYTHON, runPython } from './python.js';

describe.skipIf(!PYTHON)('entries of the registry', () => {
  it('are read by PyYAML, as the registry reads them, text for text', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'co-registry-'));
    const texts = [
      '2024-05-03',
      'yes',
      'off',
      '0o17',
      '0x1F',
      '1_000',
      '12:30:45',
      '1e3',
      '~',
      '- a',
      'a: b # c',
      'é\n\nb\n',
      '=',
      '<<',
    ];
    const entry = sampleEntry({ Tags: texts, Citation: texts.join('\n') });
    const file = join(folder, 'entry.yaml');
    writeFileSync(file, await entryYaml(entry as unknown as RegistryEntry));
    expect(await runPython('read_yaml.py', file)).toEqual(entry);
    rmSync(folder, { recursive: true });
  });
});
