import { listed, recipe } from './define.js';

/** Failures of reading source files, whatever their format. */
export const formatErrors = {
  CO_FORMAT_UNKNOWN: recipe<{ uri: string; extension: string; known: readonly string[] }>({
    when: "A source's extension is not one that a reader takes.",
    message: ({ uri, extension, known }) =>
      `No reader takes '${uri}': its extension is '${extension}', not ${listed(known)}.`,
    remedy: "Exclude it with the path's filter, or rename it.",
  }),
  CO_FORMAT_MISMATCH: recipe<{ uri: string; expected: string; found: string }>({
    when: "A source's first bytes are not those of the format that its extension tells.",
    message: ({ uri, expected, found }) => `'${uri}' is not ${expected}: it begins with '${found}'.`,
    remedy: 'Replace the file, or give it the extension of its real format.',
  }),
  CO_FILE_EMPTY: recipe<{ uri: string }>({
    when: 'A source has no bytes, or no rows.',
    message: ({ uri }) => `'${uri}' is empty.`,
    remedy: 'Replace the file; a file that is still being written will be taken by the next run.',
  }),
  CO_FILE_TRUNCATED: recipe<{ uri: string; wanted: number; size: number }>({
    when: 'A file is shorter than its own header says.',
    message: ({ uri, wanted, size }) => `'${uri}' is truncated: its header tells of ${wanted} bytes, it has ${size}.`,
    remedy: 'Replace the file; a file that is still being written will be taken by the next run.',
  }),
  CO_FILE_CORRUPT: recipe<{ uri: string; reason: string }>({
    when: "A file's structure is broken, or a value in it cannot be decoded.",
    message: ({ uri, reason }) => `'${uri}' is damaged: ${reason}.`,
    remedy: 'Replace the file.',
  }),
  CO_FILE_UNSUPPORTED: recipe<{ uri: string; variable: string; feature: string }>({
    when: 'A file uses a type, filter or layout that its reader does not know.',
    message: ({ uri, variable, feature }) =>
      `Variable '${variable}' of '${uri}' uses ${feature}, which cannot be read.`,
    remedy: 'Leave the variable out (`drop_variables`, `excluded_variables`), or convert the file.',
  }),
  CO_GEOTIFF_CONFIG: recipe<{ uri: string }>({
    when: 'A source is a GeoTIFF file, and the config does not tell how such files become part of a cube.',
    message: ({ uri }) => `The config does not tell the time of '${uri}', which a GeoTIFF file itself does not.`,
    remedy: 'Add the block `geotiff` to the config, with its `time`.',
  }),
  CO_VARIABLE_MISSING: recipe<{ uri: string; variable: string; reason: string }>({
    when: 'A variable that the work cannot go without is not in the file.',
    message: ({ uri, variable, reason }) => `'${uri}' has no variable '${variable}', ${reason}.`,
    remedy: 'Exclude the file with the filter of its path, or mend the config.',
  }),
  CO_TIME_UNITS: recipe<{ uri: string; variable: string; units: string; calendar: string }>({
    when: "A time variable's units or calendar cannot be understood.",
    message: ({ uri, variable, units, calendar }) =>
      `Variable '${variable}' of '${uri}' counts time in '${units}' (calendar '${calendar}'), which is not a CF time unit.`,
    remedy: "CF wants '<unit> since <date>', and one of its calendars.",
  }),
  CO_TIME_OUT_OF_RANGE: recipe<{ uri: string; variable: string; index: number; value: string }>({
    when: 'A time lies outside what nanoseconds in 64 bits can hold (1677 to 2262), or does not exist in the Gregorian calendar.',
    message: ({ uri, variable, index, value }) =>
      `Variable '${variable}' of '${uri}' holds the time '${value}' at position ${index}, which timestamp[ns] cannot hold.`,
    remedy: 'Correct the value, or declare the column with the type of its stored number.',
  }),
  CO_SIDECAR_VALUE: recipe<{ where: string; value: string; position: number; reason: string }>({
    when: 'A value in a `_common_metadata` is neither JSON nor what Python writes for it.',
    message: ({ where, value, position, reason }) =>
      `A value in '${where}' cannot be understood at character ${position}, '${value}': ${reason}.`,
    remedy: 'Publish the dataset again, which writes the sidecar anew.',
  }),
  CO_CSV_UNREADABLE: recipe<{ uri: string; line: number; reason: string }>({
    when: 'A CSV file cannot be parsed with the options of the config.',
    message: ({ uri, line, reason }) => `'${uri}' cannot be read as CSV at line ${line}: ${reason}.`,
    remedy: 'Check the csv_config (delimiter, header, encoding) against the file.',
  }),
  CO_CSV_OPTION: recipe<{ option: string; value: string; reason: string }>({
    when: 'The csv_config names an option that does not exist, or that cannot be followed.',
    message: ({ option, value, reason }) => `The csv_config has '${option}' as ${value}: ${reason}.`,
    remedy: 'Take the option out, or give it another value; the documentation of csv_config lists them all.',
  }),
} as const;
