import { didYouMean } from '../did-you-mean.js';
import { error, type Finding, warning } from '../finding.js';
import { isObject, type Json } from '../json.js';
import { pointerTo } from '../pointer.js';
import { quoted } from '../quote.js';
import { dimensionFindings } from './dimensions.js';
import { objectIn, type RuleSubject, textIn, textsIn } from './rule-subject.js';

const AT = '/schema_transformation';
const OF_TABLES = ['partitioning', 'functions', 'skip_partitioning_validation'];
const OF_CUBES = [
  'dimensions',
  'var_template_shape',
  'vars_incompatible_with_region',
  'dataset_sort_by',
  'target_dimension_grids',
];

/** What the transformation of a gridded dataset lacks or names wrongly, and keys that mean nothing for the format. */
export function cubeFindings(subject: RuleSubject): Finding[] {
  const { format, transformation, fragment } = subject;
  if (!format) return [];
  const strangers = strangerFindings(subject, format === 'zarr' ? OF_TABLES : OF_CUBES);
  if (format === 'parquet') return strangers;
  return [
    ...strangers,
    ...(fragment ? [] : [...missingFindings(subject), ...appendFindings(transformation.dimensions)]),
    ...(fragment ? [] : [...variableFindings(subject), ...sortFindings(subject)]),
    ...gridFindings(transformation.target_dimension_grids),
    ...(fragment ? [] : [...dimsFindings(subject), ...dimensionFindings(subject)]),
  ];
}

function strangerFindings({ transformation, format }: RuleSubject, keys: readonly string[]): Finding[] {
  return keys
    .filter((key) => transformation[key] !== undefined)
    .map((key) => warning(AT + pointerTo(key), `'${key}' has no meaning for the format '${format}'`));
}

function missingFindings({ document, transformation }: RuleSubject): Finding[] {
  if (!isObject(document.schema_transformation)) {
    return [error('', "the key 'schema_transformation' is missing, which a Zarr dataset needs for its dimensions")];
  }
  return ['dimensions', 'var_template_shape']
    .filter((key) => transformation[key] === undefined || transformation[key] === null)
    .map((key) => error(AT, `the key '${key}' is missing, which a Zarr dataset needs`));
}

/** Exactly one dimension is appended to: the one that says so, else the one with the role `time`. */
function appendFindings(dimensions: Json | undefined): Finding[] {
  if (!isObject(dimensions)) return [];
  const entries = Object.values(dimensions).filter(isObject);
  const at = `${AT}/dimensions`;
  if (!entries.some(({ append_dim }) => append_dim !== undefined)) {
    return isObject(dimensions.time)
      ? []
      : [error(at, "no dimension has 'append_dim': true, and none has the role 'time'")];
  }
  const appended = entries.filter(({ append_dim }) => append_dim === true).length;
  return appended === 1 ? [] : [error(at, `${appended} dimensions have 'append_dim': true, expected exactly one`)];
}

function variableFindings({ schema, document, transformation }: RuleSubject): Finding[] {
  if (!isObject(document.schema)) return [];
  const known = Object.keys(schema);
  const template = textIn(transformation, 'var_template_shape');
  const named: [string, string][] = [
    ...(template === undefined ? [] : [['/var_template_shape', template] as [string, string]]),
    ...['var_template_shape', 'vars_incompatible_with_region', 'skip_cftime_decode'].flatMap((key) =>
      textsIn(transformation, key).map(([index, name]): [string, string] => [pointerTo(key, index), name]),
    ),
  ];
  return named
    .filter(([, name]) => !known.includes(name))
    .map(([pointer, name]) => error(AT + pointer, `${quoted(name)} is not in 'schema'.${didYouMean(name, known)}`));
}

function sortFindings({ transformation, added }: RuleSubject): Finding[] {
  const known = Object.values(objectIn(transformation, 'dimensions')).map(
    (dimension) => textIn(dimension, 'name') ?? '',
  );
  const sorted = textsIn(transformation, 'dataset_sort_by').map(([index, name]) => [
    pointerTo('dataset_sort_by', index),
    name,
  ]);
  const broadcast = Object.entries(added).flatMap(([variable, entry]) => {
    const dimension = textIn(objectIn(entry, 'schema'), 'dimensions');
    return dimension === undefined ? [] : [[pointerTo('add_variables', variable, 'schema', 'dimensions'), dimension]];
  });
  return ([...sorted, ...broadcast] as [string, string][])
    .filter(([, name]) => !known.includes(name))
    .map(([pointer, name]) =>
      error(AT + pointer, `${quoted(name)} is not the name of a dimension.${didYouMean(name, known)}`),
    );
}

/** `dims` of the schema that name neither a dimension nor a coordinate. A run takes them as they are: files may have more dimensions. */
function dimsFindings({ schema, transformation }: RuleSubject): Finding[] {
  const dimensions = Object.values(objectIn(transformation, 'dimensions')).flatMap(
    (dimension) => textIn(dimension, 'name') ?? [],
  );
  if (dimensions.length === 0) return [];
  const known = new Set([...dimensions, ...Object.keys(schema)]);
  return Object.entries(schema).flatMap(([variable, entry]) =>
    textsIn(entry, 'dims')
      .filter(([, name]) => !known.has(name))
      .map(([index, name]): Finding => {
        const message = `${quoted(name)} is not the name of a dimension.${didYouMean(name, dimensions)}`;
        return { pointer: pointerTo('schema', variable, 'dims', index), message, kind: 'tolerable' };
      }),
  );
}

function gridFindings(grids: Json | undefined): Finding[] {
  if (!isObject(grids)) return [];
  return Object.entries(grids).flatMap(([name, grid]) => {
    if (!isObject(grid)) return [];
    const at = `${AT}/target_dimension_grids${pointerTo(name)}`;
    const steps = ['min', 'max', 'step'].filter((key) => grid[key] !== undefined);
    if (grid.values !== undefined ? steps.length > 0 : steps.length < 3) {
      return [error(at, "a grid is told by 'min', 'max' and 'step', or else by 'values'")];
    }
    const reversed = Number(grid.min) > Number(grid.max);
    return reversed ? [error(`${at}/max`, `'${grid.max}' is less than 'min', which is '${grid.min}'`)] : [];
  });
}
