import { describe, expect, it } from 'vitest';
import { checkHeavyImports, checkPrinting, checkSize, checkThrows } from './discipline.js';
import { parseSource, report, type SourceFile, sourcesUnder, type Violation } from './source-file.js';

const files = sourcesUnder('src', 'handlers');
const all = (check: (file: SourceFile) => Violation[]) => report(files.flatMap((file) => check(file)));
const source = (text: string, path = 'src/engine/a.ts') => parseSource(path, text);

describe('only src/cli prints and exits', () => {
  it('holds', () => expect(all(checkPrinting)).toEqual([]));

  it.each(['console.log(1);', 'process.exit(1);', 'process.exitCode = 1;', 'process.stdout.write("x");'])(
    'would see %s',
    (text) => {
      expect(checkPrinting(source(text))).toHaveLength(1);
      expect(checkPrinting(source(text, 'src/cli/a.ts'))).toEqual([]);
    },
  );

  it('lets the rest of process be', () => expect(checkPrinting(source('process.env; process.pid;'))).toEqual([]));
});

describe('only coded errors are thrown', () => {
  it('holds', () => expect(all(checkThrows)).toEqual([]));

  it.each([
    'throw new Error("x");',
    'throw Error("x");',
    'throw new TypeError("x");',
    'new Promise((_, reject) => reject(new RangeError("x")));',
    'Promise.reject(new Error("x"));',
  ])('would see %s', (text) => expect(checkThrows(source(text))).toHaveLength(1));

  it.each(['throw error;', 'throw new CloudOptimisedError("CO_USAGE", { reason: "x" });', 'const e = new Error();'])(
    'lets %s be',
    (text) => expect(checkThrows(source(text))).toEqual([]),
  );
});

describe('heavy libraries are loaded by the work that needs them', () => {
  it('holds', () => expect(all(checkHeavyImports)).toEqual([]));

  it('would see one', () => {
    expect(checkHeavyImports(source("import { Table } from 'apache-arrow';"))).toHaveLength(1);
    expect(checkHeavyImports(source("import { parse } from 'csv-parse/sync';"))).toHaveLength(1);
    expect(checkHeavyImports(source("import type { Table } from 'apache-arrow';"))).toEqual([]);
    expect(checkHeavyImports(source("const x = () => import('apache-arrow');"))).toEqual([]);
  });
});

describe('files and functions stay small', () => {
  it('holds', () => expect(all((file) => checkSize(file))).toEqual([]));

  it('would see a long file', () => {
    expect(report(checkSize(source('const a = 1;\n'.repeat(400).replaceAll('const a', 'var a'))))).toEqual([]);
    expect(report(checkSize(source('var a = 1;\n'.repeat(401))))).toEqual(['src/engine/a.ts:1 has 401 lines of 400']);
    expect(checkSize(source('var a = 1;\n'.repeat(401), 'src/config/schema.generated.ts'))).toEqual([]);
  });

  it.each([
    ['a function', 'function a() {', '}'],
    ['a method', 'class A { a() {', '} }'],
    ['an arrow', 'const a = () => {', '};'],
  ])('would see a long one: %s', (_, head, tail) => {
    expect(checkSize(source(`${head}\n${';\n'.repeat(58)}${tail}`))).toEqual([]);
    expect(report(checkSize(source(`${head}\n${';\n'.repeat(59)}${tail}`)))[0]).toContain('function of 61 lines');
  });
});
