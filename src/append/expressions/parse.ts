/**
 * Reads expressions. This is all of their grammar:
 *
 * ```text
 * expression := ( number | text | True | False | None | array | dataset | bound ) postfix*
 * dataset    := 'ds' '.' 'attrs' ( '.' name | '[' text ']' )
 *             | 'ds' '.' ( 'sizes' | 'dims' ) ( '.' name | '[' text ']' )
 * array      := 'ds' ( '.' name | '[' text ']' )
 * bound      := ( 'lower_bound' | 'upper_bound' ) '(' expression ( ',' text )? ')'
 * postfix    := '[' index ( ',' index )* ']' | '.values' | '.size' | '.min()' | '.max()' | '.mean()'
 * index      := integer | integer? ':' integer? ( ':' integer? )?
 * ```
 *
 * @module
 */
import { listed } from '../../errors/define.js';
import {
  BOUND_REFERENCES,
  type BoundReference,
  type Expression,
  type Index,
  METHODS,
  type Method,
  PROPERTIES,
} from './syntax.js';
import { ExpressionFault, type Token, tokensOf } from './tokens.js';

/** Brackets, calls and postfixes that an expression may have: more is no honest one. */
const DEEPEST = 50;

/** An expression from its text. @param at where in the whole text it begins @throws ExpressionFault */
export function parseExpression(text: string, at: number): Expression {
  const parser = new Parser(tokensOf(text, at));
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#expression();
    const rest = this.#next();
    if (rest.kind !== 'end') throw fault(rest, `'${rest.text}' is not expected`);
    return expression;
  }

  #expression(): Expression {
    let expression = this.#primary();
    for (let more = this.#postfix(expression); more; more = this.#postfix(expression)) {
      this.#deeper(more.at);
      expression = more;
    }
    return expression;
  }

  #primary(): Expression {
    const token = this.#next();
    this.#deeper(token.at);
    if (token.kind === 'text') return constant(token, token.text);
    if (token.kind === 'number') return number(token, token.text);
    if (token.text === '-') return number(token, `-${this.#expect('number').text}`);
    if (token.kind !== 'name')
      throw fault(token, token.kind === 'end' ? 'it ends too early' : `'${token.text}' is not expected`);
    if (Object.hasOwn(CONSTANTS, token.text)) return constant(token, CONSTANTS[token.text] ?? null);
    if (token.text === 'ds') return this.#dataset(token);
    if (token.text === 'lower_bound') return this.#bound(token, 'lower');
    if (token.text === 'upper_bound') return this.#bound(token, 'upper');
    throw fault(token, `'${token.text}' is not one of 'ds', 'lower_bound' and 'upper_bound'`);
  }

  #dataset({ at }: Token): Expression {
    const dotted = this.#peek().text === '.';
    const name = this.#member();
    if (!dotted) return { kind: 'array', at, name };
    if (name === 'attrs') return { kind: 'attribute', at, name: this.#member() };
    if (name === 'sizes' || name === 'dims') return { kind: 'size', at, dimension: this.#member() };
    return { kind: 'array', at, name };
  }

  /** `.name` or `['name']`. */
  #member(): string {
    const token = this.#next();
    if (token.text === '.' && token.kind === 'sign') return this.#expect('name').text;
    if (token.text !== '[' || token.kind !== 'sign')
      throw fault(token, "'.' and a name, or a name in brackets, is missing");
    const { text } = this.#expect('text');
    this.#expect('sign', ']');
    return text;
  }

  #bound({ at }: Token, side: 'lower' | 'upper'): Expression {
    this.#expect('sign', '(');
    const of = this.#expression();
    const reference = this.#take(',') ? this.#reference() : 'lower';
    this.#expect('sign', ')');
    return { kind: 'bound', at, of, side, reference };
  }

  #reference(): BoundReference {
    const token = this.#expect('text');
    const reference = BOUND_REFERENCES.find((known) => known === token.text);
    if (!reference) throw fault(token, `'${token.text}' is not ${listed(BOUND_REFERENCES)}`);
    return reference;
  }

  #postfix(of: Expression): Expression | undefined {
    const { at } = this.#peek();
    if (this.#take('[')) return { kind: 'index', at, of, indices: this.#indices() };
    if (!this.#take('.')) return undefined;
    const token = this.#expect('name');
    const known = [...METHODS, ...PROPERTIES].find((name) => name === token.text);
    if (!known)
      throw fault(
        token,
        `'${token.text}' is not one of ${listed([...METHODS.map((name) => `${name}()`), ...PROPERTIES])}`,
      );
    if (METHODS.includes(known)) this.#call();
    return { kind: 'method', at: token.at, of, name: known satisfies Method };
  }

  #call(): void {
    this.#expect('sign', '(');
    this.#expect('sign', ')');
  }

  #indices(): Index[] {
    const indices = [this.#index()];
    while (this.#take(',')) indices.push(this.#index());
    this.#expect('sign', ']');
    return indices;
  }

  #index(): Index {
    const { at } = this.#peek();
    const start = this.#integer();
    if (!this.#take(':')) {
      if (start === undefined) throw new ExpressionFault(at, 'a whole number or a slice is missing');
      return { position: start };
    }
    const stop = this.#integer();
    const step = this.#take(':') ? this.#integer() : undefined;
    if (step === 0) throw new ExpressionFault(at, 'a step of 0 leads nowhere');
    return { start, stop, step: step ?? 1 };
  }

  #integer(): number | undefined {
    const negative = this.#take('-');
    if (!negative && this.#peek().kind !== 'number') return undefined;
    const token = this.#expect('number');
    if (!/^\d{1,15}$/.test(token.text)) throw fault(token, `'${token.text}' is not a whole number`);
    return negative ? -Number(token.text) : Number(token.text);
  }

  #deeper(at: number): void {
    if (++this.#depth > DEEPEST) throw new ExpressionFault(at, `it has more than ${DEEPEST} parts`);
  }

  #take(sign: string): boolean {
    const token = this.#peek();
    const taken = token.kind === 'sign' && token.text === sign;
    if (taken) this.#position++;
    return taken;
  }

  #expect(kind: Token['kind'], text?: string): Token {
    const token = this.#next();
    if (token.kind === kind && (text === undefined || token.text === text)) return token;
    const wanted = text === undefined ? `a ${kind}` : `'${text}'`;
    throw fault(
      token,
      token.kind === 'end' ? `${wanted} is missing` : `'${token.text}' stands where ${wanted} is expected`,
    );
  }

  #peek(): Token {
    return this.#tokens[this.#position] ?? END;
  }

  #next(): Token {
    return this.#tokens[this.#position++] ?? END;
  }
}

const END: Token = { kind: 'end', text: '', at: 0 };
const CONSTANTS: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };

function constant({ at }: Token, value: string | boolean | null): Expression {
  return { kind: 'constant', at, value, float: false };
}

function number({ at }: Token, text: string): Expression {
  return { kind: 'constant', at, value: Number(text), float: /[.eE]/.test(text) };
}

function fault({ at }: Token, reason: string): ExpressionFault {
  return new ExpressionFault(at, reason);
}
