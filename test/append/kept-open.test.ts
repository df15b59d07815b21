import { describe, expect, it } from 'vitest';
import { KeptOpen } from '../../src/append/kept-open.js';
import { memoryDataset } from '../../src/append/slices/memory-dataset.js';
import type { Dataset } from '../../src/model/dataset.js';

function library() {
  const opened: string[] = [];
  const closed: string[] = [];
  const open = async (uri: string): Promise<Dataset> => {
    const number = opened.push(uri);
    const dataset = memoryDataset({ variables: {} });
    return {
      ...dataset,
      kind: 'dataset',
      uri: `${uri} ${number}`,
      close: async () => void closed.push(`${uri} ${number}`),
    };
  };
  return { kept: new KeptOpen(open), opened, closed };
}

const a = { uri: 'a', version: '1' };

describe('slices that are kept open', () => {
  it('are opened once for looking and writing, and closed when the next change begins', async () => {
    const { kept, opened, closed } = library();
    await kept.look(a);
    await kept.begin('first');
    expect([(await kept.use(a)).uri, (await kept.use(a)).uri]).toEqual(['a 1', 'a 1']);
    expect([opened, closed]).toEqual([['a'], []]);
    await kept.look({ uri: 'b', version: '1' });
    await kept.begin('second');
    expect(closed).toEqual(['a 1']);
    await kept.close();
    expect(closed).toEqual(['a 1', 'b 2']);
  });

  it('are opened anew where their file is another one by now', async () => {
    const { kept } = library();
    await kept.look(a);
    expect((await kept.use({ ...a, version: '2' })).uri).toBe('a 2');
  });

  it('are what was looked at last', async () => {
    const { kept, closed } = library();
    await kept.look(a);
    await kept.look(a);
    expect([(await kept.use(a)).uri, closed]).toEqual(['a 2', ['a 1']]);
  });

  it('are no more than a number of them', async () => {
    const { kept, opened, closed } = library();
    for (let i = 0; i < 100; i++) await kept.look({ uri: `s${i}`, version: '' });
    expect(opened.length - closed.length).toBe(24);
    expect(closed[0]).toBe('s0 1');
  });
});
