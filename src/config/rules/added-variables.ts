import { didYouMean } from '../did-you-mean.js';
import { error, type Finding, warning } from '../finding.js';
import { isObject, type Json } from '../json.js';
import { pointerTo } from '../pointer.js';
import { quoted } from '../quote.js';
import { unitFault } from '../units.js';
import { isPlaceholder } from './placeholder.js';
import { listIn, objectIn, type RuleSubject, textIn } from './rule-subject.js';
import { typeFindings } from './variable-types.js';

const FORMS = {
  parquet: [
    '@filename',
    '@global_attribute:ATTRIBUTE',
    '@variable_attribute:VARIABLE.ATTRIBUTE',
    '@partitioning:time_extent',
    '@partitioning:spatial_extent',
    '@function:NAME',
  ],
  zarr: ['@filename', '@global_attribute:ATTRIBUTE'],
};

/** Sources that mean nothing, types that do not fit them, and units that are none. */
export function addedVariableFindings(subject: RuleSubject): Finding[] {
  return Object.entries(subject.added).flatMap(([name, variable]) => {
    const at = pointerTo('schema_transformation', 'add_variables', name);
    const source = textIn(variable, 'source');
    return [
      ...(source === undefined ? [] : sourceFindings(subject, at, source)),
      ...typeOfAdded(subject, at, name, variable),
      ...unitFindings(`${at}/schema/units`, textIn(objectIn(variable, 'schema'), 'units')),
    ];
  });
}

function sourceFindings(subject: RuleSubject, at: string, source: string): Finding[] {
  const format = subject.format ?? 'parquet';
  const [kind = '', value = ''] = source.split(/:(.*)/s);
  const forms = FORMS[format].filter((form) => form.startsWith(`${kind}:`) || form === kind);
  const known = forms.some((form) => form === source || (/[A-Z]$/.test(form) && value !== ''));
  const incomplete = kind === '@variable_attribute' && !/^[^.]+\..+$/.test(value);
  if (!known || incomplete) return [error(`${at}/source`, unknownSource(source, FORMS[format]))];
  if (kind === '@function') return functionExists(subject, at, value);
  return kind === '@partitioning' ? partitionExists(subject, at, value) : [];
}

function unknownSource(source: string, forms: readonly string[]): string {
  const [kind = ''] = source.split(':');
  const kinds = [...new Set(forms.map((form) => form.split(':')[0] ?? ''))];
  const hint = kinds.includes(kind) ? '' : didYouMean(kind, kinds);
  return `${quoted(source)} is not one of the sources ${forms.map((form) => `'${form}'`).join(', ')}.${hint}`;
}

function functionExists({ transformation, fragment }: RuleSubject, at: string, name: string): Finding[] {
  const functions = Object.keys(objectIn(transformation, 'functions'));
  if (fragment || functions.includes(name)) return [];
  const message = `'@function:${name}' names a function that 'functions' does not have.${didYouMean(name, functions)}`;
  return [error(`${at}/source`, message)];
}

function partitionExists({ transformation, fragment }: RuleSubject, at: string, kind: string): Finding[] {
  const entries = listIn(transformation, 'partitioning');
  if (fragment || entries.some((entry) => isObject(entry) && isObject(entry[kind]))) return [];
  return [error(`${at}/source`, `'@partitioning:${kind}' needs an entry of 'partitioning' with the block '${kind}'`)];
}

const PARTITION_TYPES: Readonly<Record<string, string>> = {
  '@partitioning:time_extent': 'int64',
  '@partitioning:spatial_extent': 'string',
};

function typeOfAdded({ format }: RuleSubject, at: string, name: string, variable: Json): Finding[] {
  const type = textIn(objectIn(variable, 'schema'), 'type');
  if (type === undefined || !format) return [];
  const pointer = `${at}/schema/type`;
  const needed = PARTITION_TYPES[textIn(variable, 'source') ?? ''];
  if (format === 'parquet' && needed !== undefined && type !== needed) {
    return [error(pointer, `${quoted(type)} is not '${needed}', the type of ${quoted(textIn(variable, 'source'))}`)];
  }
  if (format === 'zarr' && name !== 'filename' && !/^[<>=]?U[1-9]\d*$/.test(type)) {
    return [error(pointer, `${quoted(type)} is not a NumPy text of fixed length such as '<U49'`)];
  }
  return format === 'zarr' && name === 'filename' && type === 'string' ? [] : typeFindings(pointer, type, format);
}

/** Units among the attributes of the schema: AODN's tool takes any text there, and so does a run. */
export function schemaUnitFindings({ schema }: RuleSubject): Finding[] {
  return Object.entries(schema).flatMap(([name, entry]) => {
    const units = textIn(entry, 'units');
    if (units === undefined || isPlaceholder(units) || unitFault(units)?.kind !== 'unreadable') return [];
    return [
      { pointer: pointerTo('schema', name, 'units'), message: `${quoted(units)} is not a unit`, kind: 'tolerable' },
    ];
  });
}

function unitFindings(pointer: string, units: string | undefined): Finding[] {
  const fault = units === undefined ? undefined : unitFault(units);
  if (!fault) return [];
  if (fault.kind === 'unreadable') return [error(pointer, `${quoted(units)} is not a unit`)];
  const message = `${quoted(units)} has the unit '${fault.name}', which is not known here.${didYouMean(fault.name, fault.similar)}`;
  return [warning(pointer, message)];
}
