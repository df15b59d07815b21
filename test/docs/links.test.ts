import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE } from '../support/run-cli.js';
import { anchorsOf, documents, linksOf } from './markdown.js';

describe('links of the documents', () => {
  it.each(documents())('%s leads to files and headings that are there', (path) => {
    const broken = linksOf(path).filter((link) => {
      const [file, anchor] = link.split('#') as [string, string?];
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      if (!existsSync(join(PACKAGE, target))) return true;
      return anchor !== undefined && !anchorsOf(target).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('are found', () => {
    expect(linksOf('README.md')).toContain('docs/errors.md');
    expect(anchorsOf('README.md')).toContain('your-own-files');
    expect(documents().length).toBeGreaterThan(10);
  });
});
