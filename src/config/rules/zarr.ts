import { didYouMean } from '../did-you-mean.js';
import { error, type Finding, warning } from '../finding.js';
import { isObject, type Json } from '../json.js';
import { pointerTo } from '../pointer.js';
import { quoted } from '../quote.js';
import { objectIn, type RuleSubject, textIn } from './rule-subject.js';
import { typeFindings } from './variable-types.js';

const AT = '/zarr';

/** Settings of the `zarr` block that do not fit each other or the rest, and a `geotiff` block that cannot find the time. */
export function zarrFindings(subject: RuleSubject): Finding[] {
  const { format, document } = subject;
  if (format === 'parquet') return strangerFindings(subject);
  const block = objectIn(document, 'zarr');
  const variables = Object.entries(objectIn(block, 'variables'));
  return [
    ...layerFindings(subject, block, AT),
    ...variables.flatMap(([name, variable]) => variableFindings(subject, name, variable)),
    ...timePatternFindings(objectIn(objectIn(document, 'geotiff'), 'time')),
  ];
}

function strangerFindings({ document }: RuleSubject): Finding[] {
  return ['zarr', 'geotiff']
    .filter((key) => isObject(document[key]))
    .map((key) => warning(pointerTo(key), `'${key}' has no meaning for the format 'parquet'`));
}

function variableFindings(subject: RuleSubject, name: string, variable: Json): Finding[] {
  const at = AT + pointerTo('variables', name);
  const known = [...new Set([...subject.variables, ...dimensionsOf(subject), 'filename'])];
  const unknown = subject.fragment || known.includes(name) ? [] : [unknownName(at, name, known)];
  const type = textIn(variable, 'dtype');
  return [
    ...unknown,
    ...(type === undefined ? [] : typeFindings(`${at}/dtype`, type, 'zarr')),
    ...layerFindings(subject, variable, at),
  ];
}

function unknownName(at: string, name: string, known: readonly string[]): Finding {
  return error(at, `${quoted(name)} is neither in 'schema' nor in 'add_variables'.${didYouMean(name, known)}`);
}

/** What the block as a whole and each variable can have: codecs, chunks, shards. */
function layerFindings(subject: RuleSubject, layer: Json, at: string): Finding[] {
  return [
    ...codecFindings(layer, at),
    ...lengthFindings(subject, layer, 'chunks', at),
    ...lengthFindings(subject, layer, 'shards', at),
    ...shardFindings(subject, layer, at),
  ];
}

function codecFindings(layer: Json, at: string): Finding[] {
  if (!isObject(layer) || !Array.isArray(layer.codecs)) return [];
  return ['compressor', 'filters']
    .filter((key) => layer[key] !== undefined)
    .map((key) => error(at + pointerTo(key), `'${key}' and 'codecs' exclude each other`));
}

function lengthFindings(subject: RuleSubject, layer: Json, key: string, at: string): Finding[] {
  const known = dimensionsOf(subject);
  if (known.length === 0) return [];
  return Object.keys(objectIn(layer, key))
    .filter((name) => !known.includes(name))
    .map((name) =>
      error(at + pointerTo(key, name), `${quoted(name)} is not the name of a dimension.${didYouMean(name, known)}`),
    );
}

function shardFindings({ document }: RuleSubject, layer: Json, at: string): Finding[] {
  const isFormat2 = objectIn(document, 'zarr').format === 2;
  if (!isFormat2 || Object.keys(objectIn(layer, 'shards')).length === 0) return [];
  return [error(`${at}/shards`, "shards need the format 3, but 'format' is 2")];
}

function dimensionsOf({ transformation }: RuleSubject): string[] {
  const dimensions = Object.values(objectIn(transformation, 'dimensions'));
  return dimensions.flatMap((dimension) => textIn(dimension, 'name') ?? []);
}

function timePatternFindings(time: Json): Finding[] {
  const pattern = textIn(time, 'file_name');
  if (pattern === undefined) return [];
  const at = '/geotiff/time/file_name';
  try {
    const groups = (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
    return groups > 0 ? [] : [error(at, `${quoted(pattern)} has no group, which is to be the date: '(…)'`)];
  } catch (cause) {
    const reason = (cause as Error).message.split(': ').at(-1);
    return [error(at, `${quoted(pattern)} is not a regular expression: ${reason}`)];
  }
}
