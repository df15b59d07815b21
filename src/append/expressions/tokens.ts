/** A piece of an expression. */
export interface Token {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'end';
  /** As written; texts without their quotes. */
  readonly text: string;
  /** Where it begins, from 0. */
  readonly at: number;
}

/** Tells what is wrong, and where. Thrown inside this folder only. */
export class ExpressionFault {
  readonly at: number;
  readonly reason: string;

  constructor(at: number, reason: string) {
    this.at = at;
    this.reason = reason;
  }
}

const TOKEN =
  /\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|'(?<single>[^'\\]*)'|"(?<double>[^"\\]*)"|(?<sign>[.,:()[\]+-]))/y;

/** The tokens of an expression, the last one of the kind `end`. @param at where in the whole text it begins */
export function tokensOf(expression: string, at: number): Token[] {
  const tokens: Token[] = [];
  const end = expression.trimEnd().length;
  for (let position = 0; position < end; ) {
    TOKEN.lastIndex = position;
    const groups = TOKEN.exec(expression)?.groups;
    const start = position + (/^\s*/.exec(expression.slice(position))?.[0].length ?? 0);
    if (!groups) throw new ExpressionFault(at + start, `'${expression[start]}' is not part of any expression`);
    position = TOKEN.lastIndex;
    tokens.push(tokenOf(groups, at + start));
  }
  return [...tokens, { kind: 'end', text: '', at: at + end }];
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, at: number): Token {
  const { name, number, single, double, sign = '' } = groups;
  if (name !== undefined) return { kind: 'name', text: name, at };
  if (number !== undefined) return { kind: 'number', text: number, at };
  const text = single ?? double;
  return text === undefined ? { kind: 'sign', text: sign, at } : { kind: 'text', text, at };
}
