import { describe, expect, it } from 'vitest';
import {
  type AppendConfigOptions,
  type ConfigLike,
  loadAppendConfig,
  targetOf,
} from '../../../src/append/config/index.js';

/** Loads with files by name. */
export const load = (
  config: ConfigLike,
  files: Readonly<Record<string, string>> = {},
  options: Partial<AppendConfigOptions> = {},
) => loadAppendConfig(config, { readText: async (uri) => files[uri], ...options });

describe('merging', () => {
  it('goes left to right through nested lists of objects, files and nothing', async () => {
    const files = {
      'a.json': '{"target_dir": "a", "attrs": {"x": 1, "y": [1, 2], "z": {"p": 1}}}',
      'b.yaml': 'attrs: {y: [3], z: {q: 2}}',
    };
    const { document } = await load(['a.json', null, [['b.yaml', undefined], { target_dir: 'c' }]], files);
    expect(document).toEqual({ target_dir: 'c', attrs: { x: 1, y: [3], z: { p: 1, q: 2 } } });
  });

  it('lets an explicit null win', async () => {
    const { document, appendStep } = await load([{ append_step: '1D' }, { append_step: null }]);
    expect([document, appendStep]).toEqual([{ append_step: null }, undefined]);
  });

  it('names what is missing', async () => {
    expect(() => targetOf({ target: undefined, files: ['a.json'] })).toThrow("the key 'target_dir' is missing");
  });
});
