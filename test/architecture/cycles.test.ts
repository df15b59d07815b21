import { describe, expect, it } from 'vitest';
import { findCycles } from './cycles.js';
import { parseSource, sourcesUnder } from './source-file.js';

const sources = (texts: Record<string, string>) => Object.entries(texts).map(([path, text]) => parseSource(path, text));

describe('cycles', () => {
  it('src and handlers have none, type imports included', () => {
    expect(findCycles(sourcesUnder('src', 'handlers')).map((way) => way.join(' → '))).toEqual([]);
  });

  it('would be found, through types, dynamic imports and the names of the package', () => {
    const files = sources({
      'src/handler.ts': "import type { B } from './app/b.js';",
      'src/app/b.ts': "export const c = () => import('./c.js');",
      'src/app/c.ts': "export { H } from 'cloud-optimised/handler';",
      'src/app/d.ts': "import './c.js';",
    });
    expect(findCycles(files)).toEqual([['src/handler.ts', 'src/app/b.ts', 'src/app/c.ts', 'src/handler.ts']]);
  });

  it('a file that many import is none', () => {
    const files = sources({
      'src/app/a.ts': "import './b.js'; import './c.js';",
      'src/app/b.ts': "import './c.js';",
      'src/app/c.ts': '',
    });
    expect(findCycles(files)).toEqual([]);
  });
});
