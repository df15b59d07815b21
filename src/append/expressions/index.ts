/**
 * Expressions in the texts of a config's `attrs`: a small grammar of its own, read by hand. Nothing is executed, nothing but the target's
 * coordinates, attributes and sizes can be named, and no text other than the config's is ever read as an expression.
 *
 * @module
 */
export { labelledArrayOf } from './labelled-array.js';
export type { ExpressionScope, LabelledArray, ScopeValues } from './scope.js';
export {
  evaluateTemplate,
  evaluateTemplates,
  type NamedThings,
  namesIn,
  parseTemplate,
  type Template,
  templatesIn,
} from './template.js';
