/**
 * Sources as the generators of documentation read them: parsed, never run, so that no build is needed first.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** A source's text by its path in the repository. */
export function readSource(path) {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Names of the files in a folder of the repository that end in `suffix`, sorted. */
export function namesIn(folder, suffix) {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(suffix))
    .sort();
}

/** Parses a source. Throws on the first syntax error. */
export function parse(path, text) {
  const { program, module, comments, errors } = parseSync(path, text, { sourceType: 'module' });
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0].message}`);
  return { path, text, program, module, comments };
}

/** The text of the docstring that ends right above `offset`, without its stars; `''` where there is none. */
export function docAbove(source, offset) {
  const comment = source.comments.findLast(({ end }) => end <= offset);
  const attached = comment && source.text.slice(comment.end, offset).trim() === '';
  if (!attached || comment.type !== 'Block' || !comment.value.startsWith('*')) return '';
  return comment.value
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}
