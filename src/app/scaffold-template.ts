import type { StorageResolver } from '../contracts/storage.js';
import { CloudOptimisedError } from '../errors/index.js';
import { encodeNetcdf3 } from '../formats/netcdf3/encode.js';
import { makeTemplate, TEMPLATE_MARK } from '../scaffold/cube/template.js';
import { type Decision, Decisions } from '../scaffold/decisions.js';
import type { Proposal } from '../scaffold/propose.js';

/**
 * Writes the template of a cube beside its config, for files that lack a coordinate.
 *
 * @throws CO_SCAFFOLD_OVERWRITE where another file has its name: it is looked for by that name alone
 */
export async function writeTemplate(
  { grid, samples, name }: Proposal,
  address: string,
  resolver: StorageResolver,
): Promise<{ written: boolean; decisions: readonly Decision[] }> {
  const template = grid && (await makeTemplate(samples, grid.append));
  if (!template) return { written: false, decisions: [] };
  const target = await resolver.resolve(address);
  if (!(await isFree(target, name))) {
    const reason = `the template of the dataset '${name}' has to have this name, which another file has`;
    throw new CloudOptimisedError('CO_SCAFFOLD_OVERWRITE', { file: address, reason });
  }
  const attributes = new Map([...template.attributes, [TEMPLATE_MARK, name]]);
  await target.storage.put(target.key, encodeNetcdf3({ ...template, attributes }));
  const decisions = new Decisions();
  decisions.note('coordinates', '', address, 'its coordinates stand in for those that a file lacks; it holds no data');
  return { written: true, decisions: decisions.all };
}

/** Nothing is there, or a template that was written for a dataset of this name. */
async function isFree(target: Awaited<ReturnType<StorageResolver['resolve']>>, name: string): Promise<boolean> {
  const bytes = await target.storage.get(target.key);
  if (!bytes) return true;
  const text = Buffer.from(bytes).toString('latin1');
  return text.startsWith('CDF') && text.includes(TEMPLATE_MARK) && text.includes(name);
}
