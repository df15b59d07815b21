import { didYouMean } from '../did-you-mean.js';
import { error, type Finding, notice } from '../finding.js';
import { isObject } from '../json.js';
import { pointerTo } from '../pointer.js';
import { quoted } from '../quote.js';
import { objectIn, type RuleSubject, textIn, textsIn } from './rule-subject.js';

/** A dimension with the role that it has, such as `latitude`. */
interface Dimension {
  readonly role: string;
  readonly name: string;
  readonly isAppended: boolean;
}

/**
 * Dimensions with names that the variables do not have. The one that is appended to needs a variable, which tells its steps; others
 * may have none, such as the rows of a radar's grid, and are known then from the `dims` of variables. A run takes them as the files
 * have them.
 */
export function dimensionFindings(subject: RuleSubject): Finding[] {
  const dimensions = dimensionsOf(subject);
  const dims = Object.values(subject.schema).flatMap((entry) => textsIn(entry, 'dims').map(([, name]) => name));
  const named = dimensions.map(({ name }) => name);
  const free = [...new Set([...subject.variables, ...dims])].filter((name) => !named.includes(name));
  return dimensions.flatMap(({ role, name, isAppended }): Finding[] => {
    const known = isAppended ? subject.variables : [...subject.variables, ...dims];
    if (known.includes(name)) return [];
    const at = pointerTo('schema_transformation', 'dimensions', role, 'name');
    const hint = didYouMean(name, free);
    if (isAppended) return [tolerable(at, `${quoted(name)} ${NOT_APPENDABLE}${hint}`)];
    // Without any `dims`, nobody can tell a dimension without variable from a wrong name.
    const isOpen = dims.length === 0 && hint === '';
    return [(isOpen ? notice : tolerable)(at, `${quoted(name)} ${UNKNOWN}${hint}`)];
  });
}

const NOT_APPENDABLE = "is not in 'schema', where the dimension that is appended to has to be.";
const UNKNOWN = "is neither in 'schema' nor among the 'dims' of its variables.";

function tolerable(pointer: string, message: string): Finding {
  return { ...error(pointer, message), kind: 'tolerable' };
}

/** The dimension that is appended to is the one that says so, else the one with the role `time`. */
function dimensionsOf({ transformation }: RuleSubject): Dimension[] {
  const entries = Object.entries(objectIn(transformation, 'dimensions')).filter(([, dimension]) => isObject(dimension));
  const appended = entries.find(([, dimension]) => isObject(dimension) && dimension.append_dim === true)?.[0] ?? 'time';
  return entries.flatMap(([role, dimension]) => {
    const name = textIn(dimension, 'name');
    return name === undefined ? [] : [{ role, name, isAppended: role === appended }];
  });
}
