import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../src/errors/index.js';
import {
  isNode,
  lineAt,
  parseSource,
  type SourceFile,
  type SyntaxNode,
  sourcesUnder,
  walk,
} from '../architecture/source-file.js';

const CODE = /^CO(_[A-Z0-9]+)+$/;

interface Mention {
  readonly code: string;
  readonly place: string;
  /** Asked about (`isCoded(error, 'CO_…')`, `code === 'CO_…'`, `case 'CO_…'`) rather than thrown. */
  readonly asked: boolean;
}

/** Each code that stands in a source as a text. */
function mentionsIn({ path, text, program }: SourceFile): Mention[] {
  const found: Mention[] = [];
  walk(program, (node, enclosing) => {
    if (node.type !== 'Literal' || typeof node.value !== 'string' || !CODE.test(node.value)) return;
    found.push({ code: node.value, place: `${path}:${lineAt(text, node.start)}`, asked: isAsked(enclosing) });
  });
  return found;
}

function isAsked([parent]: readonly SyntaxNode[]): boolean {
  if (parent?.type === 'CallExpression') return isNode(parent.callee) && parent.callee.name === 'isCoded';
  return parent?.type === 'SwitchCase' || parent?.type === 'TSLiteralType' || isComparison(parent);
}

function isComparison(node: SyntaxNode | undefined): boolean {
  return node?.type === 'BinaryExpression' && /^[!=]==?$/.test(String(node.operator));
}

const mentions = sourcesUnder('src', 'handlers').flatMap(mentionsIn);
const judge = (text: string) => mentionsIn(parseSource('src/app/a.ts', text)).map(({ asked }) => asked);

describe('codes', () => {
  it('are all thrown somewhere', () => {
    const thrown = new Set(mentions.filter(({ asked }) => !asked).map(({ code }) => code));
    expect(Object.keys(errorCatalogue).filter((code) => !thrown.has(code))).toEqual([]);
  });

  it('are all in the catalogue', () => {
    expect(
      mentions.filter(({ code }) => !(code in errorCatalogue)).map(({ code, place }) => `${place} ${code}`),
    ).toEqual([]);
  });
});

describe('the scan', () => {
  it.each([
    "throw new CloudOptimisedError('CO_A', {});",
    "throw new CloudOptimisedError(full ? 'CO_A' : other, {});",
    "const codes = { ENOSPC: 'CO_A' };",
    "fail('CO_A');",
  ])('takes %s for thrown', (text) => expect(judge(text)).toEqual([false]));

  it.each(["isCoded(error, 'CO_A');", "error.code === 'CO_A';", "switch (x) { case 'CO_A': }", "let x: 'CO_A';"])(
    'takes %s for asked',
    (text) => expect(judge(text)).toEqual([true]),
  );
});
