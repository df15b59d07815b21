import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorAreas, errorSources, render } from '../../scripts/generate-error-docs.mjs';
import { errorCatalogue } from '../../src/errors/index.js';

const told = errorAreas(errorSources()).flatMap(({ entries }) => entries);

describe('docs/errors.md', () => {
  it('is what its generator gives (npm run generate)', () => {
    const docs = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    expect(docs).toBe(render(errorSources()));
  });

  it('has a row for each code, and no other', () => {
    const rows = told.map(({ code }) => code);
    expect(rows.toSorted()).toEqual(Object.keys(errorCatalogue).toSorted());
  });

  it('tells what the code tells', () => {
    for (const { code, when, remedy } of told) {
      expect({ code, when, remedy }).toMatchObject({ ...pick(code) });
    }
  });

  it('gives each area an introduction', () => {
    expect(errorAreas(errorSources()).filter(({ intro }) => intro === '')).toEqual([]);
  });
});

describe('the generator', () => {
  const source = (body: string) => [{ path: 'src/errors/tea-errors.ts', text: `/** Failures of tea. */\n${body}` }];

  it('makes a section of a table, safe to stand in a Markdown table', () => {
    const text =
      "export const teaErrors = { CO_COLD: recipe<{}>({ when: 'A | B.', remedy: 'Use <this>.' }) } as const;";
    expect(render(source(text))).toContain(
      '## Tea\n\nFailures of tea.\n\n| code | when | what to do |\n|---|---|---|\n| `CO_COLD` | A \\| B. | Use &lt;this>. |\n',
    );
  });

  it('refuses a recipe that it cannot read', () => {
    const text = 'export const teaErrors = { CO_COLD: recipe({ when: cold(), remedy: `x` }) };';
    expect(() => render(source(text))).toThrow("'when' and 'remedy' of a recipe are plain texts");
  });
});

function pick(code: string): { when: string; remedy: string } {
  const { when, remedy } = errorCatalogue[code as keyof typeof errorCatalogue];
  return { when, remedy };
}
