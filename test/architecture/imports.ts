import { posix } from 'node:path';
import { lineAt, type SourceFile, walk } from './source-file.js';

/** One import of a file, however it is written. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import(…)` of a value: loaded only when that line runs. */
  readonly dynamic: boolean;
  /** Erased when compiled. */
  readonly typeOnly: boolean;
  /** The file of the repository that it means, `undefined` for packages and Node's own modules. */
  readonly target: string | undefined;
}

type Found = Omit<Import, 'line' | 'target'> & { readonly start: number };

/** How the package names itself, and the source behind each name. */
const SELF: Readonly<Record<string, string>> = {
  'cloud-optimised': 'src/index.ts',
  'cloud-optimised/handler': 'src/handler.ts',
  'cloud-optimised/handlers': 'handlers/index.ts',
  'cloud-optimised/worker': 'src/app/worker.ts',
};

/** All imports of a file: statements, re-exports, `import()` and `import('…').Type`. */
export function importsOf(file: SourceFile): Import[] {
  return [...statements(file), ...reExports(file), ...dynamicImports(file), ...typeQueries(file)]
    .sort((a, b) => a.start - b.start)
    .map(({ start, ...found }) => ({
      ...found,
      line: lineAt(file.text, start),
      target: resolveImport(file.path, found.specifier),
    }));
}

/** The source file that `specifier` means in `path`. */
export function resolveImport(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return SELF[specifier];
  return posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
}

function statements(file: SourceFile): Found[] {
  return file.module.staticImports.map(({ start, moduleRequest, entries }) => ({
    start,
    specifier: moduleRequest.value,
    dynamic: false,
    // `import type X` marks each of its entries; a bare `import 'x'` has none and loads the module.
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
}

function reExports(file: SourceFile): Found[] {
  return file.module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ start, moduleRequest, isType }) =>
      moduleRequest ? [{ start, specifier: moduleRequest.value, dynamic: false, typeOnly: isType }] : [],
    ),
  );
}

function dynamicImports(file: SourceFile): Found[] {
  return file.module.dynamicImports.flatMap(({ start, moduleRequest }) => {
    const text = file.text.slice(moduleRequest.start, moduleRequest.end);
    const specifier = /^(['"`])([^$]*)\1$/.exec(text)?.[2];
    // What is computed (a plugin's path) can not be known here.
    return specifier === undefined ? [] : [{ start, specifier, dynamic: true, typeOnly: false }];
  });
}

function typeQueries(file: SourceFile): Found[] {
  const found: Found[] = [];
  walk(file.program, (node) => {
    if (node.type !== 'TSImportType') return;
    const { value } = node.source as { value: string };
    found.push({ start: node.start, specifier: value, dynamic: false, typeOnly: true });
  });
  return found;
}
