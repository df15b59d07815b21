import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportedNames, render } from '../../scripts/generate-api-docs.mjs';
import { ROOT } from './source-file.js';

/** The three entries, `index` with the given text, and whatever else is given. */
const reader = (index: string, others: Readonly<Record<string, string>> = {}) => {
  const texts: Readonly<Record<string, string>> = {
    'src/index.ts': index,
    'src/handler.ts': '',
    'handlers/index.ts': '',
    ...others,
  };
  return (path: string) => texts[path] ?? `missing ${path}`;
};

describe('docs/reference/api.md', () => {
  it('is what its generator gives (npm run generate)', () => {
    expect(readFileSync(join(ROOT, 'docs/reference/api.md'), 'utf8')).toBe(render());
  });

  it('tells something of each export', () => {
    const silent = [...render().matchAll(/^### (\w+)\n\n```/gm)].map(([, name]) => name);
    expect(silent).toEqual([]);
  });
});

describe('the generator', () => {
  it('follows re-exports to the declaration', () => {
    const read = reader("export * from './a.js';\nexport { c as d } from './b.js';\nexport { e } from 'package';", {
      'src/a.ts': "import { type T } from './b.js';\nexport type { T };\nexport const a = 1;",
      'src/b.ts':
        '/** See. */\nexport function c(x: number): string { return String(x); }\nexport interface T { x: 1 }',
    });
    expect(exportedNames('cloud-optimised', read)).toEqual(['a', 'd', 'e', 'T'].toSorted());
    expect(render(read)).toContain('### d\n\nSee.\n\n```ts\nfunction c(x: number): string;\n```');
    expect(render(read)).toContain('### e\n\nFrom `package`.');
  });

  it('leaves out bodies and what is private', () => {
    const text = `/** A cup.
 *
 * @throws CO_COLD
 */
export class Cup extends Vessel {
  #hot = true;
  private kept = 1;
  readonly size: number = 3;
  static readonly material = 'clay';
  /** Fills it. */
  fill(tea: string): boolean { return this.#hot; }
}`;
    expect(render(reader(text))).toContain(`### Cup

A cup.

- *Throws* CO_COLD

\`\`\`ts
class Cup extends Vessel {
  readonly size: number;
  static readonly material = 'clay';
  /** Fills it. */
  fill(tea: string): boolean;
}
\`\`\``);
  });

  it('shows an export of two entries once', () => {
    const read = reader('/** One. */\nexport const a = 1;', { 'src/handler.ts': "export { a } from './index.js';" });
    expect(render(read)).toContain('Also exported here, and told above: `a`.');
  });

  it('refuses an export that nobody declares', () => {
    expect(() => render(reader("export { gone } from './a.js';", { 'src/a.ts': '' }))).toThrow('gone');
  });
});
