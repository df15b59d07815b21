/**
 * What a module exports, followed through re-exports to where each name is declared.
 *
 * @module
 */
import { posix } from 'node:path';
import { parse } from './parse-source.mjs';

/**
 * Reads modules as they are asked for, each once. An export is `{ id, source, declarations }`: the statements that
 * declare it (several for overloads, or a value and a type of one name), or `{ id, external }` when a package brings it.
 */
export class PublicExports {
  #entries;
  #read;
  #sources = new Map();

  constructor(entries, read) {
    this.#entries = entries;
    this.#read = read;
  }

  /** The parsed module at `path` of the repository. */
  source(path) {
    if (!this.#sources.has(path)) this.#sources.set(path, parse(path, this.#read(path)));
    return this.#sources.get(path);
  }

  /** All exports of a module by name. */
  of(path) {
    const found = new Map();
    for (const entry of this.source(path).module.staticExports.flatMap(({ entries }) => entries)) {
      for (const [name, exported] of this.#entry(path, entry)) found.set(name, exported);
    }
    return found;
  }

  #entry(path, { moduleRequest, importName, exportName, localName }) {
    if (!moduleRequest) return [[exportName.name, this.#local(path, localName.name)]];
    const target = this.#resolve(path, moduleRequest.value);
    if (exportName.kind === 'None') return target ? [...this.of(target)] : [];
    return [[exportName.name, this.#imported(target, importName, moduleRequest.value)]];
  }

  /** A name that a file declares, or imported and exports again. */
  #local(path, name) {
    const source = this.source(path);
    for (const { moduleRequest, entries } of source.module.staticImports) {
      const entry = entries.find(({ localName }) => localName.value === name);
      if (entry) return this.#imported(this.#resolve(path, moduleRequest.value), entry.importName, moduleRequest.value);
    }
    const declarations = source.program.body.filter((statement) => declaredNames(statement).includes(name));
    if (declarations.length === 0) throw new ReferenceError(`${path} exports '${name}', which it does not declare`);
    return { id: `${path}#${name}`, source, declarations };
  }

  #imported(target, { kind, name }, specifier) {
    if (!target || kind !== 'Name') return { id: `${specifier}#${name ?? '*'}`, external: specifier };
    const found = this.of(target).get(name);
    if (!found) throw new ReferenceError(`${target} does not export '${name}'`);
    return found;
  }

  #resolve(path, specifier) {
    if (!specifier.startsWith('.')) return this.#entries[specifier];
    return posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
  }
}

function declaredNames(statement) {
  const declaration = statement.declaration ?? statement;
  return (declaration.declarations ?? [declaration]).flatMap(({ id }) => (id?.name ? [id.name] : []));
}
