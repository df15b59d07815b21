import { listed, recipe } from './define.js';

/** Failures of slices and of appending them. */
export const sliceErrors = {
  CO_SLICE_INVALID: recipe<{ slice: string; reason: string }>({
    when: 'What is given as a slice is none, or the arguments of a slice source are not what it takes.',
    message: ({ slice, reason }) => `The slice '${slice}' cannot be used: ${reason}.`,
    remedy: 'Give paths, addresses, datasets, or arguments of the configured slice source.',
  }),
  CO_SLICE_INCOMPLETE: recipe<{ uri: string; seconds: number; reason: string }>({
    when: 'A slice that is polled for was not there, not complete, or not readable in time.',
    message: ({ uri, seconds, reason }) => `The slice '${uri}' was not complete within ${seconds} s: ${reason}.`,
    remedy: 'Run again when it is written, or give `slice_polling` a longer `timeout`.',
  }),
  CO_SLICE_CHANGED: recipe<{ uri: string }>({
    when: 'A slice was written to while it was being appended.',
    message: ({ uri }) => `The slice '${uri}' changed while it was read.`,
    remedy: 'Run again when it is complete, or set `slice_polling` to wait for it; nothing of it is in the cube.',
  }),
  CO_SLICE_SOURCE_UNKNOWN: recipe<{ name: string; registered: readonly string[] }>({
    when: "A config's `slice_source` is not registered.",
    message: ({ name, registered }) =>
      `No slice source '${name}' is registered${registered.length > 0 ? `, only ${listed(registered)}` : ''}.`,
    remedy: 'Name the module that exports it with --plugin, or pass it in `sliceSources`.',
  }),
  CO_PLUGIN_NO_SOURCE: recipe<{ module: string; exports: readonly string[] }>({
    when: 'A plugin module of an append exports no function and no class.',
    message: ({ module, exports }) =>
      `Plugin '${module}' exports no slice source${exports.length > 0 ? `, only ${listed(exports)}` : ''}.`,
    remedy: 'Export an async function that gives a dataset, or a class with open() and close(), by its name.',
  }),
  CO_SLICE_SOURCE_FAILED: recipe<{ name: string; slice: string; reason: string }>({
    when: 'A slice source threw an error, or gave something else than a dataset or an address.',
    message: ({ name, slice, reason }) => `The slice source '${name}' failed for '${slice}': ${reason}.`,
    remedy: 'Correct the slice source, or its arguments.',
  }),
  CO_TARGET_PARENT: recipe<{ uri: string }>({
    when: 'The folder in which a new cube is to be made does not exist.',
    message: ({ uri }) => `Target parent directory does not exist: '${uri}'.`,
    remedy: 'Create it, or name another target.',
  }),
  CO_TARGET_MISSING: recipe<{ uri: string }>({
    when: 'A cube that is to be changed is not there.',
    message: ({ uri }) => `There is no cube at '${uri}'.`,
    remedy: 'Check the address.',
  }),
} as const;
