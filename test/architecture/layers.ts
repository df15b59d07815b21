import { type Import, importsOf } from './imports.js';
import type { SourceFile, Violation } from './source-file.js';

/** Who may import whom: each level those before it, and itself. Names on one level are siblings, and strangers. */
export const LEVELS: readonly (readonly string[])[] = [
  ['errors'],
  ['model'],
  ['contracts'],
  ['codecs'],
  ['formats', 'storage', 'config', 'execution'],
  ['engine'],
  ['pipeline', 'append', 'query', 'scaffold', 'metadata', 'registry', 'references', 'repositories', 'patches'],
  ['handler entry'],
  ['handlers'],
  ['app'],
  ['public entry'],
  ['cli'],
];

const ENTRIES: Readonly<Record<string, string>> = {
  'src/handler.ts': 'handler entry',
  'src/index.ts': 'public entry',
};

/** What handlers may import: the contract that they are written against, and each other. */
const HANDLER_CONTRACT = 'cloud-optimised/handler';

/** The layer of a file; `undefined` where it lies in none. */
export function layerOf(path: string): string | undefined {
  const [top, folder, ...rest] = path.split('/');
  if (top === 'handlers') return 'handlers';
  return ENTRIES[path] ?? (top === 'src' && rest.length > 0 ? folder : undefined);
}

/** Every import that does not point down the levels. */
export function checkLayers(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => [...homeless(file), ...importsOf(file).flatMap((found) => wrongWay(file, found))]);
}

function homeless(file: SourceFile): Violation[] {
  const layer = layerOf(file.path);
  if (layer !== undefined && levelOf(layer) >= 0) return [];
  return [{ path: file.path, line: 1, reason: 'lies in no layer: move it, or give its folder a level in layers.ts' }];
}

function wrongWay(file: SourceFile, found: Import): Violation[] {
  const from = layerOf(file.path);
  const reason = from === 'handlers' ? fromHandler(found) : fromLayer(file.path, from, found);
  return reason === undefined ? [] : [{ path: file.path, line: found.line, reason }];
}

function fromHandler({ specifier, target }: Import): string | undefined {
  const neighbour = specifier.startsWith('.') && target?.startsWith('handlers/');
  if (specifier === HANDLER_CONTRACT || neighbour) return;
  return `handlers import '${specifier}'; a handler may import only '${HANDLER_CONTRACT}' and its neighbours`;
}

function fromLayer(path: string, from: string | undefined, found: Import): string | undefined {
  const { target, specifier } = found;
  const to = target === undefined ? undefined : layerOf(target);
  if (target === undefined || from === undefined) return;
  if (to === undefined) return `${from} imports '${specifier}', which lies in no layer`;
  if (levelOf(to) > levelOf(from)) return `${from} imports '${specifier}' of ${to}, which stands above it`;
  if (to !== from && levelOf(to) === levelOf(from)) return `${from} imports '${specifier}' of ${to}, its sibling`;
  return strangerFormat(path, found) ?? staticApp(from, to, found);
}

/** `formats/x` never imports `formats/y`; files directly in `formats/` may import each of them. */
function strangerFormat(path: string, { target, specifier }: Import): string | undefined {
  const [mine, theirs] = [formatOf(path), formatOf(target ?? '')];
  if (mine === undefined || target === undefined || !target.startsWith('src/formats/') || mine === theirs) return;
  return `formats/${mine} imports '${specifier}' of formats/${theirs ?? ''}, its sibling`;
}

function staticApp(from: string, to: string, { dynamic, typeOnly, specifier }: Import): string | undefined {
  if (from !== 'cli' || (to !== 'app' && to !== 'public entry') || dynamic || typeOnly) return;
  return `cli imports '${specifier}' of ${to} when it starts; import it in the function that runs the command`;
}

function formatOf(path: string): string | undefined {
  return /^src\/formats\/([^/]+)\//.exec(path)?.[1];
}

function levelOf(layer: string): number {
  return LEVELS.findIndex((level) => level.includes(layer));
}
