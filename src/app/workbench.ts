import type { TaskTable } from '../execution/inline-executor.js';
import { CubeHandler } from '../pipeline/cube/cube-handler.js';
import type { Handler } from '../pipeline/handler.js';
import { PUBLISH_SOURCE, type PublishTask, publishSource } from '../pipeline/publish-source.js';
import { createStorageResolver } from '../storage/index.js';
import { type Container, resolvePart } from './container.js';
import { openTarget } from './dataset-target.js';
import { handlerNameOf } from './handler-registry.js';
import { loadPlugins } from './plugins.js';
import type { RunSetup } from './run-setup.js';
import { templateOpener } from './template.js';

/** The handler that the config chooses, plugins included. @throws CO_HANDLER_UNKNOWN, CO_HANDLER_FORMAT, CO_PLUGIN_… */
export async function createHandler(
  container: Container,
  { config, plugins, template, inputS3 }: RunSetup,
): Promise<Handler> {
  const registry = resolvePart(container, 'handlers');
  await loadPlugins(registry, plugins);
  const HandlerOfConfig = registry.find(handlerNameOf(config.document), config.format);
  return new HandlerOfConfig({
    config,
    tableWriter: resolvePart(container, 'tableWriter'),
    openTemplate: templateOpener(template, inputS3),
  });
}

/** The tasks that a worker can be given, with all that they need. */
export async function createTasks(setup: RunSetup, handler: Handler): Promise<TaskTable> {
  const sources = createStorageResolver({ s3: setup.inputS3 });
  const { dataset, ledger } = await openTarget(setup);
  const bench = { config: setup.config, handler, sources, dataset, ledger };
  if (handler instanceof CubeHandler) {
    const { cubeTasks } = await import('../pipeline/cube/cube-tasks.js');
    return cubeTasks({ ...bench, handler });
  }
  return { [PUBLISH_SOURCE]: (task: PublishTask) => publishSource(bench, task) };
}
