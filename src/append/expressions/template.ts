/**
 * Texts of attributes that hold expressions between `{{` and `}}`.
 *
 * @module
 */
import type { JsonObject } from '../../config/json.js';
import { CloudOptimisedError } from '../../errors/index.js';
import type { JsonAttributes } from '../../model/zarr/array.js';
import { evaluate } from './evaluate.js';
import type { Outcome } from './outcome.js';
import { parseExpression } from './parse.js';
import type { ExpressionScope } from './scope.js';
import type { Expression } from './syntax.js';
import { ExpressionFault } from './tokens.js';

/** The text of an attribute, taken apart. */
export interface Template {
  /** Name of the attribute. */
  readonly attribute: string;
  /** As written. */
  readonly text: string;
  /** Text and expressions by turns, texts first and last. */
  readonly texts: readonly string[];
  readonly expressions: readonly Expression[];
}

/** What templates name of the target. */
export interface NamedThings {
  readonly arrays: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  readonly dimensions: ReadonlySet<string>;
}

/**
 * The templates among the attributes of a config, by the attribute's name: its texts with `{{`. Texts in lists and objects stay as they are.
 *
 * @throws CO_EXPRESSION_INVALID with the position of what is not of the grammar
 */
export function templatesIn(attributes: JsonObject): Map<string, Template> {
  const templates = Object.entries(attributes).flatMap(([name, value]): [string, Template][] =>
    typeof value === 'string' && value.includes('{{') ? [[name, parseTemplate(name, value)]] : [],
  );
  return new Map(templates);
}

/** @throws CO_EXPRESSION_INVALID */
export function parseTemplate(attribute: string, text: string): Template {
  return withPosition(attribute, text, () => {
    const texts: string[] = [];
    const expressions: Expression[] = [];
    let end = 0;
    for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', end)) {
      const close = text.indexOf('}}', open);
      if (close < 0) throw new ExpressionFault(open, "'{{' has no '}}'");
      texts.push(text.slice(end, open));
      expressions.push(parseExpression(text.slice(open + 2, close), open + 2));
      end = close + 2;
    }
    return { attribute, text, texts: [...texts, text.slice(end)], expressions };
  });
}

/** Everything of the target that templates name, and that the scope of their evaluation must give. */
export function namesIn(templates: Iterable<Template>): NamedThings {
  const names = { arrays: new Set<string>(), attributes: new Set<string>(), dimensions: new Set<string>() };
  const visit = (expression: Expression): void => {
    if (expression.kind === 'array') names.arrays.add(expression.name);
    if (expression.kind === 'attribute') names.attributes.add(expression.name);
    if (expression.kind === 'size') names.dimensions.add(expression.dimension);
    if ('of' in expression) visit(expression.of);
  };
  for (const { expressions } of templates) for (const expression of expressions) visit(expression);
  return names;
}

/**
 * The value of an attribute: that of its only expression where nothing stands around it, else the text with the values put in. What comes
 * out is never looked at for further expressions.
 *
 * @throws CO_EXPRESSION_INVALID where the scope lacks what is named, or it is of another kind
 */
export function evaluateTemplate({ attribute, text, texts, expressions }: Template, scope: ExpressionScope): unknown {
  return withPosition(attribute, text, () => {
    const outcomes = expressions.map((expression) => evaluate(expression, scope));
    const [only, ...others] = outcomes;
    if (only && others.length === 0 && texts.every((piece) => piece === '')) return only.json;
    return joined(texts, outcomes);
  });
}

/** The values of all templates, by attribute. @throws as `evaluateTemplate` */
export function evaluateTemplates(templates: ReadonlyMap<string, Template>, scope: ExpressionScope): JsonAttributes {
  return Object.fromEntries([...templates].map(([name, template]) => [name, evaluateTemplate(template, scope)]));
}

function joined(texts: readonly string[], outcomes: readonly Outcome[]): string {
  return texts.map((piece, index) => piece + (outcomes[index]?.text ?? '')).join('');
}

function withPosition<T>(attribute: string, text: string, work: () => T): T {
  try {
    return work();
  } catch (fault) {
    if (!(fault instanceof ExpressionFault)) throw fault;
    const { at, reason } = fault;
    throw new CloudOptimisedError('CO_EXPRESSION_INVALID', { attribute, text, position: at + 1, reason });
  }
}
