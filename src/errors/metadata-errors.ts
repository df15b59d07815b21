import { recipe } from './define.js';

/** Failures of bringing the metadata of what is published up to its config. */
export const metadataErrors = {
  CO_METADATA_FIXED: recipe<{ variable: string; attribute: string; stored: string; asked: string }>({
    when: 'A config asks for an attribute, a type or chunks by which stored values are read: changed alone, all values would be read wrongly.',
    message: ({ variable, attribute, stored, asked }) =>
      `'${attribute}' of '${variable}' stays '${stored}' and does not become '${asked}', since the stored values are read by it.`,
    remedy: 'Publish the dataset anew to change it, or write in the config what is stored.',
  }),
  CO_METADATA_MEANING: recipe<{ variable: string; attribute: string; stored: string; asked: string }>({
    when: 'A config asks for other units, flags or another direction than a published variable tells: its values would come to mean something else.',
    message: ({ variable, attribute, stored, asked }) =>
      `'${attribute}' of '${variable}' stays '${stored}' and does not become '${asked}', since the stored values would mean something else.`,
    remedy: 'Where the values are right and only the attribute is wrong, say so with --accept VARIABLE.ATTRIBUTE.',
  }),
  CO_METADATA_LACKING: recipe<{ variable: string }>({
    when: 'A config has a variable that the published dataset does not have.',
    message: ({ variable }) =>
      `The published dataset has no variable '${variable}', so its attributes are told nowhere.`,
    remedy: 'Publish the dataset anew to have it.',
  }),
  CO_METADATA_COLUMNS: recipe<{ dataset: string; differences: readonly string[] }>({
    when: 'The columns or the partitions of a config are not those of the published table, or differ in what decides how values are read: its schema would no longer describe its objects.',
    message: ({ dataset, differences }) =>
      `The metadata of '${dataset}' cannot be brought up to its config: ${differences.join('; ')}.`,
    remedy: 'Publish the dataset with this config, which writes its metadata too.',
  }),
  CO_METADATA_UNPUBLISHED: recipe<{ dataset: string; uri: string }>({
    when: 'A dataset whose metadata is to change is not published there.',
    message: ({ dataset, uri }) => `Nothing of '${dataset}' is published at '${uri}'.`,
    remedy: 'Check --output, or publish it first.',
  }),
  CO_METADATA_ACCEPT: recipe<{ accept: string; reason: string }>({
    when: '--accept names something that no change of meaning waits for.',
    message: ({ accept, reason }) => `--accept '${accept}' is refused: ${reason}.`,
    remedy: 'Name what a run without it left alone, as VARIABLE.ATTRIBUTE.',
  }),
} as const;
