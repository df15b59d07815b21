import { importsOf } from './imports.js';
import { isNode, lineAt, type SourceFile, type SyntaxNode, type Violation, walk } from './source-file.js';

const BUILT_IN_ERROR = /^(Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error$/;

/** Libraries that cost tens of milliseconds or megabytes to load, so that only the work that needs them may do so. */
const HEAVY =
  /^(apache-arrow|parquet-wasm|h5wasm|@aws-sdk\/.*|ajv|papaparse|csv-parse|piscina|@earthmover\/icechunk)(\/|$)/;

/** Only `src/cli` prints, and only it ends the process. */
export function checkPrinting(file: SourceFile): Violation[] {
  if (file.path.startsWith('src/cli/')) return [];
  return collect(file, (node) => {
    if (node.type !== 'MemberExpression') return;
    const object = nameOf(node.object);
    const property = nameOf(node.property);
    if (object === 'console') return `console.${property} outside src/cli`;
    if (object === 'process' && /^(exit|exitCode|stdout|stderr)$/.test(property)) {
      return `process.${property} outside src/cli`;
    }
    return undefined;
  });
}

/** Whoever throws, throws a coded error: a built-in one tells neither the file nor what to do. */
export function checkThrows(file: SourceFile): Violation[] {
  if (file.path.startsWith('src/errors/')) return [];
  return collect(file, (node) => {
    const thrown = thrownBy(node);
    const made = isNode(thrown) && /^(New|Call)Expression$/.test(thrown.type) ? nameOf(thrown.callee) : '';
    return BUILT_IN_ERROR.test(made) ? `throws a bare ${made}; throw a CloudOptimisedError with a code` : undefined;
  });
}

/** Heavy libraries are imported in the function that needs them. */
export function checkHeavyImports(file: SourceFile): Violation[] {
  return importsOf(file)
    .filter(({ specifier, dynamic, typeOnly }) => HEAVY.test(specifier) && !dynamic && !typeOnly)
    .map(({ specifier, line }) => ({
      path: file.path,
      line,
      reason: `imports '${specifier}' when loaded; import() it in the function that needs it`,
    }));
}

/** No file and no function longer than one can keep in view. Generated files are nobody's to read. */
export function checkSize(file: SourceFile, most = { file: 400, function: 60 }): Violation[] {
  if (file.path.includes('.generated.')) return [];
  const lines = lineAt(file.text.trimEnd(), file.text.length);
  const tooLong = lines > most.file ? [{ path: file.path, line: 1, reason: `has ${lines} lines of ${most.file}` }] : [];
  return [...tooLong, ...collect(file, (node) => functionTooLong(file, node, most.function))];
}

function functionTooLong(file: SourceFile, node: SyntaxNode, most: number): string | undefined {
  if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return;
  const lines = lineAt(file.text, node.end) - lineAt(file.text, node.start) + 1;
  return lines > most ? `has a function of ${lines} lines of ${most}` : undefined;
}

/** What `throw x`, `reject(x)` and `Promise.reject(x)` throw. */
function thrownBy(node: SyntaxNode): unknown {
  if (node.type === 'ThrowStatement') return node.argument;
  if (node.type !== 'CallExpression' || !isNode(node.callee)) return undefined;
  const called = node.callee.type === 'MemberExpression' ? nameOf(node.callee.property) : nameOf(node.callee);
  return called === 'reject' ? (node.arguments as readonly unknown[])[0] : undefined;
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node.name === 'string' ? node.name : '';
}

function collect(file: SourceFile, judge: (node: SyntaxNode) => string | undefined): Violation[] {
  const found: Violation[] = [];
  walk(file.program, (node) => {
    const reason = judge(node);
    if (reason !== undefined) found.push({ path: file.path, line: lineAt(file.text, node.start), reason });
  });
  return found;
}
