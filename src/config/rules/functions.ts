/**
 * Functions: what computes a variable is described, never coded. Python in a config is refused, with what to write instead.
 *
 * @module
 */
import { error, type Finding } from '../finding.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import { pointerTo } from '../pointer.js';
import { quoted } from '../quote.js';
import { objectIn, type RuleSubject, textIn } from './rule-subject.js';

const AT = '/schema_transformation/functions';
const CODE_KEYS = ['extraction_code', 'creation_code'];

/** Methods of AODN's configs that hold Python. */
export const CODE_METHODS = ['object_key', 'from_variables'];

export function functionFindings(subject: RuleSubject): Finding[] {
  return Object.entries(objectIn(subject.transformation, 'functions')).flatMap(([name, entry]) => {
    const at = AT + pointerTo(name);
    return isObject(entry) ? [...codeFindings(subject, at, name, entry), ...patternFindings(at, entry)] : [];
  });
}

function codeFindings(subject: RuleSubject, at: string, name: string, entry: JsonObject): Finding[] {
  const method = objectIn(entry, 'method');
  const key = CODE_KEYS.find((candidate) => method[candidate] !== undefined);
  const legacy = CODE_METHODS.includes(String(entry.extract_method));
  if (key === undefined && !legacy) return [];
  const pointer = key === undefined ? `${at}/extract_method` : `${at}/method/${key}`;
  const held = key === undefined ? quoted(entry.extract_method) : `'${key}'`;
  const instead = JSON.stringify(replacement(name, usersOf(subject, name), textIn(method, key ?? '') ?? ''));
  return [
    error(
      pointer,
      `${held} is source code, which a config cannot hold and which is never executed. Write instead: ${instead}`,
    ),
  ];
}

/** The variables that a function computes. */
function usersOf({ added }: RuleSubject, name: string): string[] {
  const users = Object.entries(added).filter(([, variable]) => textIn(variable, 'source') === `@function:${name}`);
  return users.length > 0 ? users.map(([user]) => user) : [name];
}

/** The `functions` to write, one for each variable, as far as the code tells. */
function replacement(name: string, users: readonly string[], code: string): JsonObject {
  const [only] = users;
  if (users.length === 1 && only !== undefined) return { functions: { [name]: declared(only, code) } };
  return {
    functions: Object.fromEntries(users.map((user) => [user, declared(user, code)])),
    add_variables: Object.fromEntries(users.map((user) => [user, { source: `@function:${user}` }])),
  };
}

function declared(variable: string, code: string): JsonObject {
  return (
    dateFromColumns(code) ??
    pathPart(variable, code) ??
    constant(code) ?? { extract_method: 'path_part', method: { from_end: 2 } }
  );
}

function dateFromColumns(code: string): JsonObject | undefined {
  if (!/strptime|to_datetime/.test(code)) return undefined;
  const date = /\[\s*['"](\w*date\w*)['"]\s*\]/i.exec(code)?.[1] ?? 'date';
  const time = /['"](hour|\w*time\w*)['"]/i.exec(code)?.[1];
  return { extract_method: 'date_from_columns', method: { date, ...(time ? { time } : {}), default_time: '00:00:00' } };
}

/** `campaign_name = parts[-4]`, or `"campaign_name": parts[-4]`. */
function pathPart(variable: string, code: string): JsonObject | undefined {
  const escaped = variable.replace(/[^\w]/g, '\\$&');
  const assigned = new RegExp(String.raw`${escaped}['"]?\s*[:=]\s*[^\n,]*?\[\s*-(\d+)\s*\]`).exec(code);
  const position = assigned?.[1] ?? /\[\s*-(\d+)\s*\]/.exec(code)?.[1];
  return position === undefined ? undefined : { extract_method: 'path_part', method: { from_end: Number(position) } };
}

function constant(code: string): JsonObject | undefined {
  const returned = /return\s+(?:(-?\d+(?:\.\d+)?)|(['"])(.*?)\2|(True|False))\s*$/m.exec(code);
  if (!returned) return undefined;
  const [, number, , text, flag] = returned;
  const value: Json = number !== undefined ? Number(number) : (text ?? flag === 'True');
  return { extract_method: 'constant', method: { value } };
}

/** A pattern must be one, and have the group that is taken. */
function patternFindings(at: string, entry: JsonObject): Finding[] {
  const pattern = textIn(objectIn(entry, 'method'), 'pattern');
  if (entry.extract_method !== 'path_part' || pattern === undefined) return [];
  try {
    const groups = (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
    return groups > 0
      ? []
      : [error(`${at}/method/pattern`, `${quoted(pattern)} has no group, whose text would be the value`)];
  } catch (cause) {
    const reason = (cause as Error).message.split(': ').at(-1);
    return [error(`${at}/method/pattern`, `${quoted(pattern)} is not a regular expression: ${reason}`)];
  }
}
