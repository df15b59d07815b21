/**
 * Parsed sources, as the architecture tests look at them.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EcmaScriptModule, type Program, parseSync } from 'oxc-parser';

/** The repository's folder, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** One source with its syntax tree. `path` is relative to the repository, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly module: EcmaScriptModule;
}

/** Any node of the tree: all have a type and offsets into the text. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A place where a rule is broken. */
export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly reason: string;
}

/** Parses a source; a syntax error fails the test that asked. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text, { sourceType: 'module' });
  const [first] = errors;
  if (first) throw new SyntaxError(`${path}: ${first.message}`);
  return { path, text, program, module };
}

/** All TypeScript sources below the folders, in the order of their paths. */
export function sourcesUnder(...folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(ROOT, path), 'utf8')));
}

/** The line, counted from 1, that `offset` lies on. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** Calls `visit` for each node of the tree, parents first, with the nodes that enclose it, nearest first. */
export function walk(
  node: unknown,
  visit: (node: SyntaxNode, enclosing: readonly SyntaxNode[]) => void,
  enclosing: readonly SyntaxNode[] = [],
): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit, enclosing);
  } else if (isNode(node)) {
    visit(node, enclosing);
    const inside = [node, ...enclosing];
    for (const value of Object.values(node)) walk(value, visit, inside);
  }
}

/** `file:line reason`, one on each line, so that a failing test reads as a list of things to do. */
export function report(violations: readonly Violation[]): string[] {
  return violations.map(({ path, line, reason }) => `${path}:${line} ${reason}`);
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
