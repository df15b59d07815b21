import { isObject, type Json, type JsonObject } from './json.js';
import { pointerTo } from './pointer.js';

const LONGEST = 80;
/** Where a config may hold credentials: their values are never shown. */
const SECRET_KEY = /^(s3_fs_common_opts|s3_fs_opts|job_variables|key|secret|token|password)$/i;
const SECRET = /\/(s3_fs_common_opts|s3_fs_opts|job_variables)\//;

/** A value in quotes for a message, shortened, and hidden where `pointer` tells that it may be a credential. */
export function quoted(value: unknown, pointer = ''): string {
  if (SECRET.test(`${pointer}/`)) return "'***'";
  const text = typeof value === 'string' ? value : (JSON.stringify(value, hidden) ?? 'undefined');
  return `'${shortened(text)}'`;
}

/** A replacer of JSON that hides what may be a credential. */
function hidden(key: string, value: unknown): unknown {
  return SECRET_KEY.test(key) ? '***' : value;
}

/** A value as it may be shown: credentials in it, and in what `pointer` tells to be one, are hidden. */
export function withoutSecrets(value: Json, pointer: string): Json {
  if (SECRET.test(`${pointer}/`)) return isObject(value) || Array.isArray(value) ? hiddenBelow(value) : '***';
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item, at) => withoutSecrets(item, `${pointer}/${at}`));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, withoutSecrets(child, pointer + pointerTo(key))]);
  return Object.fromEntries(entries) as JsonObject;
}

/** The keys stay. */
function hiddenBelow(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(hiddenBelow);
  if (!isObject(value)) return '***';
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, hiddenBelow(child)]));
}

/** A text cut to what fits in a message. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
