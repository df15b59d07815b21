import { didYouMean } from '../did-you-mean.js';
import { error, type Finding } from '../finding.js';
import { isObject, type Json } from '../json.js';
import { pointerTo } from '../pointer.js';
import { quoted } from '../quote.js';
import { listIn, type RuleSubject, textIn, textsIn } from './rule-subject.js';

const AT = '/schema_transformation/partitioning';

/** Partitions of a Parquet dataset by variables that it does not have, and ones that are missing. */
export function partitioningFindings(subject: RuleSubject): Finding[] {
  if (subject.format !== 'parquet' || subject.fragment) return [];
  if (!isObject(subject.document.schema_transformation)) {
    return [
      error('', "the key 'schema_transformation' is missing, which a Parquet dataset needs for its partitioning"),
    ];
  }
  if (subject.transformation.partitioning === undefined) {
    return [error('/schema_transformation', "the key 'partitioning' is missing, which a Parquet dataset needs")];
  }
  const entries = listIn(subject.transformation, 'partitioning');
  return [
    ...usualPartitions(subject, entries),
    ...entries.flatMap((entry, index) => entryFindings(subject, entry, index)),
  ];
}

function usualPartitions({ transformation }: RuleSubject, entries: readonly Json[]): Finding[] {
  if (transformation.skip_partitioning_validation === true) return [];
  const names = entries.map((entry) => textIn(entry, 'source_variable'));
  return ['timestamp', 'polygon']
    .filter((name) => !names.includes(name))
    .map((name) =>
      error(
        AT,
        `no entry has the source_variable '${name}'; to do without, set 'skip_partitioning_validation' to true`,
      ),
    );
}

/** Variables of the blocks, by the keys that name them. */
const BLOCKS = { time_extent: ['time_varname'], spatial_extent: ['lat_varname', 'lon_varname'] } as const;
const DEFAULT_TIME = 'TIME';

function entryFindings(subject: RuleSubject, entry: Json, index: number): Finding[] {
  if (!isObject(entry)) return [];
  const at = AT + pointerTo(index);
  const found = existing(subject, `${at}/source_variable`, textIn(entry, 'source_variable'), true);
  for (const [block, keys] of Object.entries(BLOCKS)) {
    const value = entry[block];
    if (entry.type === block && !isObject(value)) {
      found.push(error(at, `the type '${block}' needs the block '${block}', which is missing`));
    }
    if (!isObject(value)) continue;
    for (const key of keys) {
      const name = textIn(value, key) ?? (key === 'time_varname' ? DEFAULT_TIME : undefined);
      found.push(...existing(subject, `${at}/${block}/${key}`, name, false));
    }
  }
  return found;
}

/** That a variable is in the schema or added, and, for a column that names folders, not dropped. */
function existing(subject: RuleSubject, pointer: string, name: string | undefined, written: boolean): Finding[] {
  if (name === undefined || !isObject(subject.document.schema)) return [];
  const { variables } = subject;
  if (!variables.includes(name)) {
    const message = `${quoted(name)} is neither in 'schema' nor in 'add_variables'.${didYouMean(name, variables)}`;
    return [error(pointer, message)];
  }
  const dropped = textsIn(subject.transformation, 'drop_variables').some(([, variable]) => variable === name);
  return written && dropped ? [error(pointer, `${quoted(name)} is left out by 'drop_variables'`)] : [];
}
