import { recipe } from './define.js';

/** Failures of asking a catalogue for a record, and of describing a dataset for the registry. */
export const registryErrors = {
  CO_CATALOGUE_ADDRESS: recipe<{ value: string; reason: string }>({
    when: 'What names a record of a catalogue, or the catalogue itself, cannot be understood.',
    message: ({ value, reason }) => `The record '${value}' cannot be asked for: ${reason}.`,
    remedy:
      "Give the record's whole address, or its identifier together with --catalogue or `catalogue` in the settings, such as https://example.org/geonetwork.",
  }),
  CO_CATALOGUE_FAILED: recipe<{ url: string; reason: string }>({
    when: 'A catalogue cannot be reached, does not answer in time, or refuses.',
    message: ({ url, reason }) => `The catalogue did not give '${url}': ${reason}.`,
    remedy: 'Check the address and the network, and run again; nothing was changed.',
  }),
  CO_RECORD_NOT_FOUND: recipe<{ url: string; uuid: string }>({
    when: 'A catalogue has no public record under an identifier.',
    message: ({ url, uuid }) => `The catalogue has no record '${uuid}' at '${url}'.`,
    remedy: 'Check metadata_uuid or -g, and whether the record is published to all.',
  }),
  CO_RECORD_NOT_XML: recipe<{ url: string; found: string }>({
    when: 'A catalogue answers with something that is no record in ISO 19115-3 or ISO 19139.',
    message: ({ url, found }) => `'${url}' gave ${found}, not a metadata record.`,
    remedy: 'Open the address in a browser; a page to log in means that the record is not public.',
  }),
  CO_RECORD_UNUSABLE: recipe<{ url: string; reason: string }>({
    when: 'A record has no title, or is another one than was asked for.',
    message: ({ url, reason }) => `The record at '${url}' cannot be used: ${reason}.`,
    remedy: 'Correct the record in its catalogue, or leave out -g.',
  }),
} as const;
