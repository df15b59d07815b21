import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNode, parseSource, ROOT, type SyntaxNode, walk } from '../architecture/source-file.js';

/** Values for the fields of a recipe, made from the types that its source declares, each to be known again in a message. */
export type SampleFields = Readonly<Record<string, unknown>>;

/** Samples for each code. A number stands out, a text carries the name of its field. */
export function sampleFields(): Map<string, SampleFields> {
  const folder = join(ROOT, 'src/errors');
  const samples = new Map<string, SampleFields>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('-errors.ts'))) {
    const { program } = parseSource(name, readFileSync(join(folder, name), 'utf8'));
    walk(program, (node) => {
      if (node.type !== 'Property' || !isNode(node.value) || !isRecipe(node.value)) return;
      samples.set(identifier(node.key), fieldsOf(node.value));
    });
  }
  return samples;
}

function isRecipe(node: SyntaxNode): boolean {
  return node.type === 'CallExpression' && identifier(node.callee) === 'recipe';
}

function fieldsOf(call: SyntaxNode): SampleFields {
  const [type] = (call.typeArguments as { params: SyntaxNode[] } | null)?.params ?? [];
  return Object.fromEntries(membersOf(type).map(({ key, type: of }) => [key, sample(key, of)]));
}

function membersOf(type: SyntaxNode | undefined): { key: string; type: SyntaxNode }[] {
  if (type?.type !== 'TSTypeLiteral') throw new TypeError('the fields of a recipe are a literal type');
  return (type.members as SyntaxNode[]).map((member) => ({
    key: identifier(member.key),
    type: (member.typeAnnotation as { typeAnnotation: SyntaxNode }).typeAnnotation,
  }));
}

/** One value of a field's type. */
function sample(name: string, type: SyntaxNode): unknown {
  switch (type.type) {
    case 'TSStringKeyword':
      return `some-${name}`;
    case 'TSNumberKeyword':
      return 7000 + name.length;
    case 'TSBooleanKeyword':
      return true;
    case 'TSBigIntKeyword':
      return 7000n + BigInt(name.length);
    case 'TSTypeOperator': // readonly T[]
      return sample(name, type.typeAnnotation as SyntaxNode);
    case 'TSArrayType':
      return [sample(name, type.elementType as SyntaxNode)];
    case 'TSUnionType':
      return sample(name, (type.types as SyntaxNode[])[0] as SyntaxNode);
    case 'TSLiteralType':
      return (type.literal as { value: unknown }).value;
    case 'TSTypeLiteral':
      return Object.fromEntries(membersOf(type).map(({ key, type: of }) => [key, sample(key, of)]));
    case 'TSTypeReference':
      return sampleOfReference(name, type);
    default:
      throw new TypeError(`no sample for the field '${name}' of type ${type.type}: teach sample-fields.ts`);
  }
}

function sampleOfReference(name: string, type: SyntaxNode): unknown {
  const reference = identifier(type.typeName);
  const inner = (type.typeArguments as { params: SyntaxNode[] } | null)?.params ?? [];
  if (reference === 'Record') return { [`some-${name}`]: sample(name, inner[1] as SyntaxNode) };
  if (/^(Readonly|ReadonlyArray|Array)$/.test(reference)) {
    const one = sample(name, inner[0] as SyntaxNode);
    return reference === 'Readonly' ? one : [one];
  }
  if (reference === 'ConfigProblem') {
    return { file: 'some-file', pointer: '/some/pointer', message: `some-${name}`, severity: 'error' };
  }
  if (reference === 'AppendConfigProblem') return { path: 'some.path', message: `some-${name}` };
  throw new TypeError(`no sample for the field '${name}' of type ${reference}: teach sample-fields.ts`);
}

function identifier(node: unknown): string {
  return isNode(node) && typeof node.name === 'string' ? node.name : '';
}
