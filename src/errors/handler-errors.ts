import { recipe } from './define.js';

const known = (names: readonly string[]) => (names.length > 0 ? names.join(', ') : 'none');

/** Failures around handlers and the plugins that bring them. */
export const handlerErrors = {
  CO_HANDLER_UNKNOWN: recipe<{ name: string; registered: readonly string[]; suggestion: string | undefined }>({
    when: 'A config names a handler_class that nobody registered.',
    message: ({ name, registered, suggestion }) =>
      `No handler '${name}'; registered are ${known(registered)}.${suggestion ? ` Did you mean '${suggestion}'?` : ''}`,
    remedy: 'Correct handler_class, or load the module that exports it with --plugin.',
  }),
  CO_HANDLER_DUPLICATE: recipe<{ name: string; module: string; registeredBy: string }>({
    when: 'Two modules register a handler under the same name.',
    message: ({ name, module, registeredBy }) =>
      `'${module}' brings a handler '${name}', which '${registeredBy}' brought before.`,
    remedy: 'Rename one of the classes.',
  }),
  CO_HANDLER_FORMAT: recipe<{ name: string; writes: string; wanted: string }>({
    when: "A handler writes another format than the config's cloud_optimised_format.",
    message: ({ name, writes, wanted }) =>
      `Handler '${name}' writes ${writes}, but cloud_optimised_format is '${wanted}'.`,
    remedy: 'Choose a handler of that format, or change cloud_optimised_format.',
  }),
  CO_HANDLER_SOURCE: recipe<{ uri: string; handler: string; reason: string }>({
    when: 'A file is not one that the handler of the config takes.',
    message: ({ uri, handler, reason }) => `${handler} does not take '${uri}': ${reason}.`,
    remedy: "Exclude it with the path's filter, or choose another handler_class.",
  }),
  CO_PLUGIN_NOT_FOUND: recipe<{ module: string }>({
    when: 'The module that --plugin names does not exist.',
    message: ({ module }) => `No plugin module '${module}'.`,
    remedy: 'Give the path of a JavaScript module, or the name of an installed package.',
  }),
  CO_PLUGIN_FAILED: recipe<{ module: string; reason: string }>({
    when: 'A plugin module threw while it was loaded.',
    message: ({ module, reason }) => `Plugin '${module}' cannot be loaded: ${reason}.`,
    remedy: 'Mend the module.',
  }),
  CO_PLUGIN_NO_HANDLER: recipe<{ module: string; exports: readonly string[] }>({
    when: 'A plugin module exports no class that extends Handler.',
    message: ({ module, exports }) => `Plugin '${module}' exports no handler (its exports: ${known(exports)}).`,
    remedy: "Export a class that extends a handler of 'cloud-optimised/handlers' by its name.",
  }),
} as const;
