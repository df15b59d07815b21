import { importsOf } from './imports.js';
import type { SourceFile } from './source-file.js';

/** Every circle of imports, type imports and dynamic ones included, as the files that one passes on the way around. */
export function findCycles(files: readonly SourceFile[]): string[][] {
  const known = new Set(files.map(({ path }) => path));
  const graph = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ target }) => (target && known.has(target) ? [target] : [])),
    ]),
  );
  return new CycleSearch(graph).run();
}

/** A depth-first walk: an import of a file that is still on the way closes a circle. */
class CycleSearch {
  readonly #graph: ReadonlyMap<string, readonly string[]>;
  readonly #done = new Set<string>();
  readonly #way: string[] = [];
  readonly #cycles: string[][] = [];

  constructor(graph: ReadonlyMap<string, readonly string[]>) {
    this.#graph = graph;
  }

  run(): string[][] {
    for (const path of this.#graph.keys()) this.#visit(path);
    return this.#cycles;
  }

  #visit(path: string): void {
    const begin = this.#way.indexOf(path);
    if (begin >= 0) this.#cycles.push([...this.#way.slice(begin), path]);
    if (begin >= 0 || this.#done.has(path)) return;
    this.#way.push(path);
    for (const next of this.#graph.get(path) ?? []) this.#visit(next);
    this.#way.pop();
    this.#done.add(path);
  }
}
