import { recipe } from './define.js';

/** Failures of proposing a dataset config. */
export const scaffoldErrors = {
  CO_SCAFFOLD_MIXED: recipe<{ one: string; other: string }>({
    when: 'The samples of which a config is to be made are of different formats.',
    message: ({ one, other }) => `'${one}' and '${other}' are of different formats, and one config cannot read both.`,
    remedy: 'Make one config for the files of each format.',
  }),
  CO_SCAFFOLD_FORMAT: recipe<{ uri: string; format: string; reason: string }>({
    when: 'The format that is asked for cannot hold what the samples are.',
    message: ({ uri, format, reason }) => `'${uri}' cannot become a dataset of the format '${format}': ${reason}.`,
    remedy: 'Leave --format away to see what is proposed, or choose the other of parquet and zarr.',
  }),
  CO_SCAFFOLD_NOTHING: recipe<{ uri: string }>({
    when: 'The samples of which a config is to be made have no variables or columns.',
    message: ({ uri }) => `'${uri}' has no variable of which a dataset could be made.`,
    remedy: 'Give other samples.',
  }),
  CO_SCAFFOLD_OVERWRITE: recipe<{ file: string; reason: string }>({
    when: 'A file that a new config would replace is there already.',
    message: ({ file, reason }) => `'${file}' is not written: ${reason}.`,
    remedy: 'Choose another --name or --output, or remove the file.',
  }),
  CO_SCAFFOLD_QUESTIONS: recipe<{ option: string }>({
    when: 'A config leaves questions open, and there is no terminal to ask them on.',
    message: ({ option }) =>
      `Questions are open, and standard input is no terminal to ask them on; ${option} is not given.`,
    remedy: 'Run the command in a terminal, or give --yes to take what is proposed.',
  }),
  CO_SCAFFOLD_OPTION: recipe<{ option: string; value: string; reason: string }>({
    when: 'An option of create-dataset-config that takes JSON, a name or a UUID has another value.',
    message: ({ option, value, reason }) => `${option} '${value}' cannot be used: ${reason}.`,
    remedy: 'Correct it; create-dataset-config --help tells what each option takes.',
  }),
} as const;
