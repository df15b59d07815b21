import { listed, recipe } from './define.js';

/** Failures of asking a published dataset. */
export const queryErrors = {
  CO_QUERY_TIME: recipe<{ value: string; reason: string }>({
    when: 'The time of a query cannot be understood.',
    message: ({ value, reason }) => `The time '${value}' cannot be used: ${reason}.`,
    remedy: "Give START/END, such as '2012-03-01/2012-03-31', '2012-03-01T06:00/..' or '2012'; both ends belong to it.",
  }),
  CO_QUERY_BOX: recipe<{ value: string; reason: string }>({
    when: 'The box of a query cannot be understood.',
    message: ({ value, reason }) => `The box '${value}' cannot be used: ${reason}.`,
    remedy: 'Give WEST,SOUTH,EAST,NORTH in degrees; WEST greater than EAST goes across the antimeridian.',
  }),
  CO_QUERY_POINT: recipe<{ value: string; reason: string }>({
    when: 'The point of a query cannot be understood.',
    message: ({ value, reason }) => `The point '${value}' cannot be used: ${reason}.`,
    remedy: 'Give LONGITUDE,LATITUDE in degrees.',
  }),
  CO_QUERY_WHERE: recipe<{ value: string; reason: string }>({
    when: 'A condition of a query cannot be understood.',
    message: ({ value, reason }) => `The condition '${value}' cannot be used: ${reason}.`,
    remedy: "Give COLUMN OPERATOR VALUE, such as 'TEMP >= 20.5', with one of = != < <= > >=.",
  }),
  CO_QUERY_VALUE: recipe<{ column: string; type: string; value: string }>({
    when: 'The value of a condition is none that its column could hold.',
    message: ({ column, type, value }) => `Column '${column}' is of type '${type}', which '${value}' is no value of.`,
    remedy: 'Give a value of the type; times as ISO 8601, truth as true or false. Bytes and lists cannot be compared.',
  }),
  CO_QUERY_ROLE: recipe<{ uri: string; role: string; option: string; reason: string }>({
    when: 'A query asks for a time or a place, and no column of the dataset tells one.',
    message: ({ uri, role, option, reason }) => `${option} needs the ${role} of '${uri}': ${reason}.`,
    remedy: 'Use a condition (--where) on the column that tells it.',
  }),
  CO_QUERY_DIMENSIONS: recipe<{ uri: string; columns: readonly string[]; dimensions: readonly string[] }>({
    when: 'Variables of a cube are asked for together that no grid has together: their rows would be all combinations of places that have nothing to do with each other.',
    message: ({ uri, columns, dimensions }) =>
      `No variable of '${uri}' lies on the dimensions '${dimensions.join(', ')}' that ${listed(columns)} have together.`,
    remedy: 'Ask for these variables one after the other (--columns).',
  }),
  CO_QUERY_OUTPUT: recipe<{ file: string; known: readonly string[] }>({
    when: 'The name of the file for a result ends as no known format does, or is an address.',
    message: ({ file, known }) =>
      `The result cannot be written to '${file}': it must be a local file that ends in ${listed(known)}.`,
    remedy: 'Name another file.',
  }),
  CO_QUERY_CHANGED: recipe<{ uri: string }>({
    when: 'An object of a dataset went while the dataset was read, because somebody published anew.',
    message: ({ uri }) => `The dataset changed while it was read: '${uri}' has gone.`,
    remedy: 'Ask again.',
  }),
  CO_CATALOGUE_UNLISTED: recipe<{ uri: string }>({
    when: 'Datasets are looked for where nothing can be listed, such as over https.',
    message: ({ uri }) => `The folders below '${uri}' cannot be listed.`,
    remedy: 'Name a folder or a bucket (s3://…), or query a dataset by its own address.',
  }),
  CO_DATASET_UNKNOWN: recipe<{ uri: string; known: readonly string[] }>({
    when: 'What lies at an address is no dataset of a known format, or nothing lies there.',
    message: ({ uri, known }) => `There is no dataset at '${uri}' in any known format (${known.join(', ')}).`,
    remedy: 'Check the address: it is that of the dataset itself, such as ./published/argo.parquet.',
  }),
} as const;
