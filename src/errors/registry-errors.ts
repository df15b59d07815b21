import type { ConfigProblem } from './config-errors.js';
import { listed, recipe } from './define.js';

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
  CO_REGISTRY_CONFIG: recipe<{ file: string; reason: string }>({
    when: 'A config cannot be described for the registry, or its entry cannot be written back into it.',
    message: ({ file, reason }) => `Config '${file}' cannot be described for the registry: ${reason}.`,
    remedy: 'Correct the config, or give another one.',
  }),
  CO_REGISTRY_NO_CONFIG: recipe<{ folder: string }>({
    when: 'A folder has no config of a dataset.',
    message: ({ folder }) => `No config of a dataset lies in '${folder}'.`,
    remedy: 'Give a config with -f, a folder with -a, or --shipped for those that come with this package.',
  }),
  CO_REGISTRY_SETTINGS: recipe<{ file: string; problems: readonly ConfigProblem[] }>({
    when: 'The settings of the registry cannot be read, or have unknown keys or wrong values.',
    message: ({ file, problems }) =>
      `The settings '${file}' cannot be used: ${problems.map(({ pointer, message }) => `${pointer && `${pointer}: `}${message}`).join('; ')}.`,
    remedy: 'Correct them; docs/reference/registry-settings.md tells of each key.',
  }),
  CO_REGISTRY_COLLECTIONS: recipe<{ file: string; reason: string }>({
    when: 'The CSV file of collections cannot be read, or lacks a column.',
    message: ({ file, reason }) => `The collections '${file}' cannot be read: ${reason}.`,
    remedy: 'Correct the file that -c names.',
  }),
  CO_REGISTRY_ENTRY_INVALID: recipe<{ file: string; problems: readonly ConfigProblem[] }>({
    when: 'What a config says for the registry does not satisfy the rules of the registry.',
    message: ({ file, problems }) =>
      `The registry would not take the entry of '${file}', which has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems
        .map((problem) => `  ${problem.file}#${problem.pointer}: ${problem.message}`)
        .join('\n')}\nNothing was changed: neither the config nor an entry was written.`,
    remedy:
      'Mend them in the config, or where it is filled from: the settings, the record, the collections; then run again.',
  }),
  CO_REGISTRY_OVERWRITE: recipe<{ places: readonly string[] }>({
    when: 'Values or files that are there already would be replaced, and nobody can be asked.',
    message: ({ places }) => `Nobody can be asked whether to replace ${listed(places)}; nothing was written.`,
    remedy: 'Run the command in a terminal to be asked, or give --yes to replace all of them.',
  }),
  CO_REGISTRY_NOT_WRITTEN: recipe<{ file: string; reason: string }>({
    when: 'A file was not replaced, since it changed meanwhile or cannot be changed in place.',
    message: ({ file, reason }) => `'${file}' was not written: ${reason}.`,
    remedy: 'Run again; what the file held is still there.',
  }),
} as const;
