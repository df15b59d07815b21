/**
 * Declarations as a reader of the reference wants them: without bodies and without what is private.
 *
 * @module
 */

/** An initial value longer than this many characters is not shown. */
const LONGEST_VALUE = 160;

/** The text of a declaration without its body. */
export function signatureOf(source, statement) {
  const declaration = statement.declaration ?? statement;
  switch (declaration.type) {
    case 'ClassDeclaration':
      return classSignature(source, declaration);
    case 'VariableDeclaration':
      return declaration.declarations.map((one) => variableSignature(source, declaration.kind, one)).join('\n');
    case 'FunctionDeclaration':
      return `${source.text.slice(declaration.start, declaration.body.start).trim()};`;
    default:
      return source.text.slice(declaration.start, declaration.end);
  }
}

function classSignature(source, { start, body }) {
  const members = body.body.filter(isPublic).map((member) => memberSignature(source, member));
  const head = source.text.slice(start, body.start).trim();
  return members.length > 0 ? `${head} {\n${members.join('\n')}\n}` : `${head} {}`;
}

function isPublic({ type, key, accessibility }) {
  return type !== 'StaticBlock' && key?.type !== 'PrivateIdentifier' && accessibility !== 'private';
}

function memberSignature(source, member) {
  const doc = commentAbove(source, member);
  return `${doc}  ${withoutBody(source, member)};`;
}

function withoutBody({ text }, member) {
  const { start, end, value, type } = member;
  if (type === 'MethodDefinition' || type === 'TSAbstractMethodDefinition') {
    return text.slice(start, value.body?.start ?? end).replace(/;?\s*$/, '');
  }
  const shown = !value || member.typeAnnotation ? text.slice(start, value?.start ?? end) : short(text, start, value);
  return shown.replace(/\s*(=|;)?\s*$/, '');
}

/** `name = value` where the value is short, else an object's keys alone, else nothing; a function's without its body. */
function short(text, start, value) {
  if (value.type === 'ArrowFunctionExpression') return text.slice(start, value.body.start).replace(/\s*=>\s*$/, '');
  if (value.end - start <= LONGEST_VALUE) return text.slice(start, value.end);
  const { properties } = value.expression ?? value;
  const keys = properties?.map(({ key }) => key && text.slice(key.start, key.end)).filter(Boolean) ?? [];
  return text.slice(start, value.start) + (keys.length > 0 ? `{ ${keys.join(', ')} }` : '');
}

function variableSignature({ text }, kind, { id, init, end }) {
  const typed = Boolean(id.typeAnnotation);
  const shown = !init || typed ? text.slice(id.start, typed ? id.end : end) : short(text, id.start, init);
  return `${kind} ${shown.replace(/\s*=\s*$/, '')};`;
}

/** The docstring right above a member, as it stands in the source. */
function commentAbove({ text, comments }, { start }) {
  const comment = comments.findLast(({ end }) => end <= start);
  const attached = comment?.value.startsWith('*') && text.slice(comment.end, start).trim() === '';
  return attached ? `  ${text.slice(comment.start, comment.end)}\n` : '';
}
