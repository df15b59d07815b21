/**
 * What the tests of the documents see of Markdown: fenced blocks, headings, links and names in backticks.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { PACKAGE } from '../support/run-cli.js';

/** A fenced block. */
export interface Block {
  /** Of the document, from the package's folder. */
  readonly path: string;
  readonly line: number;
  /** What stands after the fence; empty where nothing does. */
  readonly language: string;
  readonly text: string;
}

/** Paths of all documents. */
export function documents(): string[] {
  return [...filesIn('.', false), ...filesIn('docs', true), ...filesIn('samples', true)].filter((path) =>
    path.endsWith('.md'),
  );
}

export function textOf(path: string): string {
  return readFileSync(join(PACKAGE, path), 'utf8');
}

/** The fenced blocks of a document. */
export function blocksOf(path: string): Block[] {
  const text = textOf(path);
  return [...text.matchAll(/^```([^\n`]*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const line = text.slice(0, match.index).split('\n').length;
    return { path, line, language: (match[1] as string).trim(), text: match[2] as string };
  });
}

/** The examples of a source's `@module` header. */
export function moduleExamples(path: string): Block[] {
  const [header = ''] = /^\/\*\*[\s\S]*?\*\//.exec(textOf(path)) ?? [];
  const text = header.replace(/^ \* ?/gm, '');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => {
    return { path, line: 1, language: match[1] as string, text: match[2] as string };
  });
}

/** A document without its fenced blocks. */
export function proseOf(path: string): string {
  return textOf(path).replace(/^```[\s\S]*?^```$/gm, '');
}

/** Targets of the links of a document that lead to files and headings. */
export function linksOf(path: string): string[] {
  const prose = proseOf(path).replace(/`[^`]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/i.test(target));
}

/** The names of a document's headings in links, as GitHub makes them. */
export function anchorsOf(path: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of proseOf(path).matchAll(/^#{1,6} +(.+?)\s*$/gm)) {
    const slug = slugOf(heading as string);
    let name = slug;
    for (let again = 1; anchors.has(name); again++) name = `${slug}-${again}`;
    anchors.add(name);
  }
  return anchors;
}

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
}

function filesIn(folder: string, deep: boolean): string[] {
  return readdirSync(join(PACKAGE, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return deep ? filesIn(path, true) : [];
    return [path];
  });
}
