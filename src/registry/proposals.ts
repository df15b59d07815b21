/**
 * What an entry would become by what is known of its dataset.
 *
 * @module
 */
import type { Json, JsonObject } from '../config/json.js';
import { PLACEHOLDER } from '../config/rules/placeholder.js';
import type { CollectionRow } from './collections.js';
import { arnOf, type DatasetFacts } from './dataset-facts.js';
import { FIELDS } from './entry/fields.js';
import { fillOpen, isOpen, sameValue } from './entry/open-values.js';
import type { CatalogueRecord } from './geonetwork/index.js';
import { fillTemplate, fillText, type TemplateValues } from './settings/fill-template.js';
import type { RegistrySettings } from './settings/registry-settings.generated.js';

/** Who tells a value: the record of a catalogue, the CSV file of collections, the settings, the config itself. */
export type Source = 'record' | 'collections' | 'settings' | 'config';

/** One field of an entry that would change. */
export interface Change {
  readonly field: string;
  readonly before: Json | undefined;
  readonly after: Json;
  readonly from: Source;
  /** Whether it says something already that would be lost. */
  readonly replaces: boolean;
}

/** What a proposal is made from. */
export interface EntrySources {
  readonly facts: DatasetFacts;
  readonly settings: RegistrySettings;
  readonly record?: CatalogueRecord | undefined;
  readonly row?: CollectionRow | undefined;
}

interface Proposal {
  readonly value: Json;
  readonly from: Source;
}

type Proposals = Readonly<Record<string, Proposal | undefined>>;

/**
 * The changes that an entry needs, in the order of the registry's template. The collections go before the record, and both may
 * replace what is there; settings and config only fill what says nothing yet.
 */
export function proposedChanges(sources: EntrySources): Change[] {
  const telling = tellingOf(sources);
  const filling = fillingOf(sources, titleOf(sources, telling));
  const fields = new Set<string>([...FIELDS, ...Object.keys(filling)]);
  return [...fields].flatMap((field) => changeOf(field, sources.facts.entry[field], telling[field], filling[field]));
}

function changeOf(field: string, before: Json | undefined, telling?: Proposal, filling?: Proposal): Change[] {
  const proposal = telling ?? filling;
  if (proposal === undefined) return [];
  const after = telling ? telling.value : fillOpen(before, proposal.value);
  if (sameValue(before, after)) return [];
  return [{ field, before, after, from: proposal.from, replaces: telling !== undefined && !isOpen(before) }];
}

/** What the collections and the record say. */
function tellingOf({ record, row, settings, facts }: EntrySources): Proposals {
  const documentation = settings.documentation && fillText(settings.documentation, { ...facts, title: record?.title });
  const ofRecord = record && {
    Name: record.title,
    Description: record.abstract,
    Documentation: documentation ?? record.page,
    License: record.licence?.url ?? record.licence?.name,
    Citation: record.citation,
  };
  const ofRow = row?.isReady ? { Name: row.title, Tags: row.tags, Citation: row.citation } : {};
  return { ...proposals(ofRecord ?? {}, 'record'), ...proposals(ofRow, 'collections') };
}

function titleOf({ facts }: EntrySources, { Name: name }: Proposals): string | undefined {
  if (name) return String(name.value);
  return isOpen(facts.entry.Name) ? undefined : String(facts.entry.Name);
}

/** What the settings, the config, and in the last place the record have for fields that say nothing. */
function fillingOf({ facts, settings, record }: EntrySources, title: string | undefined): Proposals {
  const values = { name: facts.name, format: facts.format, uuid: facts.uuid ?? record?.uuid, title };
  const ofSettings = {
    Documentation: settings.documentation && fillText(settings.documentation, values),
    Citation: settings.citation && fillText(settings.citation, values),
    ...filled((settings.defaults ?? {}) as JsonObject, values),
  };
  return {
    ...proposals(ofRecord(record), 'record'),
    ...proposals({ Resources: resourcesOf(facts, settings, values) }, 'config'),
    ...proposals(ofSettings, 'settings'),
  };
}

function ofRecord(record: CatalogueRecord | undefined) {
  const contact = record?.contacts.find(({ email }) => email !== undefined);
  return {
    Contact: contact?.email,
    ManagedBy: record?.contacts.find(({ organisation }) => organisation !== undefined)?.organisation,
    UpdateFrequency: record?.updateFrequency && inWords(record.updateFrequency),
  };
}

/** `As needed` of `asNeeded`. */
function inWords(code: string): string {
  const words = code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function resourcesOf(facts: DatasetFacts, settings: RegistrySettings, values: TemplateValues): Json | undefined {
  if (facts.address === undefined) return undefined;
  const description = settings.resource_description ?? '{title}, cloud-optimised ({format})';
  return [
    {
      Description: fillText(description, { ...values, title: values.title ?? values.name }) ?? PLACEHOLDER,
      ARN: arnOf(facts.address),
      Region: facts.region ?? settings.region ?? PLACEHOLDER,
      Type: 'S3 Bucket',
    },
  ];
}

function filled(defaults: JsonObject, values: TemplateValues): Record<string, Json | undefined> {
  return Object.fromEntries(Object.entries(defaults).map(([field, value]) => [field, fillTemplate(value, values)]));
}

function proposals(values: Readonly<Record<string, Json | undefined>>, from: Source): Record<string, Proposal> {
  const told = Object.entries(values).filter(([, value]) => !isOpen(value));
  return Object.fromEntries(told.map(([field, value]) => [field, { value: value as Json, from }]));
}
