import { type Finding, warning } from './finding.js';
import { isObject, type JsonObject } from './json.js';
import { pointerTo } from './pointer.js';

const CLUSTER_KEYS = ['cluster', 'coiled_cluster_options', 'ec2_cluster_options', 'ec2_adapt_options', 'prefect'];

/** One notice for all settings of clusters that this tool does not start. */
export function executorNotice({ run_settings: settings }: JsonObject): Finding[] {
  if (!isObject(settings)) return [];
  const set = CLUSTER_KEYS.filter((key) => isObject(settings[key]));
  const [first] = set;
  if (first === undefined) return [];
  const message = `${set.map((key) => `'${key}'`).join(', ')} start no cluster: the workers of this machine do the work`;
  return [warning(pointerTo('run_settings', first), message)];
}
