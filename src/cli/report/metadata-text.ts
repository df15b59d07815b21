import type { MetadataEvent, MetadataSummary } from '../../app/update-all-metadata.js';
import type { AttributeChange, LeftAlone } from '../../metadata/index.js';
import { counted } from './counted.js';

/** What became of the metadata of one dataset: a line, then each variable with its attributes. */
export function metadataLines(event: MetadataEvent): string[] {
  if (event.outcome === 'failed') return [`${event.config}: ${event.code}: ${event.message}`];
  if (event.outcome === 'unpublished') return [`${event.config}: ${event.message}`];
  const { target, changes, documents, left, dryRun, repaired } = event;
  const done = dryRun ? 'would change' : 'changed';
  const documentsText = counted(documents.length, 'document');
  const said =
    event.outcome === 'unchanged'
      ? 'nothing to change'
      : changes.length > 0
        ? `${counted(changes.length, 'attribute')} ${done}, in ${documentsText}`
        : `${documentsText} ${dryRun ? 'would be written' : 'written'} in another notation, no attribute ${done}`;
  return [
    ...(repaired ? [`${target}: repaired what an interrupted run left`] : []),
    `${target}: ${said}`,
    ...changeLines(changes),
    ...left.map(({ code, message }: LeftAlone) => `  left alone: ${code}: ${message}`),
  ];
}

/** The summary over all datasets in one line. */
export function metadataSummaryLine({ datasets, left, dryRun }: MetadataSummary): string {
  const { changed, unchanged, unpublished, failed } = datasets;
  const undone = left > 0 ? `, ${left} left` : '';
  const total = counted(changed + unchanged + unpublished + failed, 'dataset');
  return `${total}: ${changed} ${dryRun ? 'would change' : 'changed'}, ${unchanged} unchanged, ${unpublished} not published, ${failed} failed${undone}`;
}

function changeLines(changes: readonly AttributeChange[]): string[] {
  const names = [...new Set(changes.map(({ variable }) => variable))];
  return names.flatMap((name) => [
    `  ${name ?? 'the dataset itself'}`,
    ...changes.filter(({ variable }) => variable === name).map((change) => `    ${changeLine(change)}`),
  ]);
}

function changeLine(change: AttributeChange): string {
  const { attribute } = change;
  if (!('old' in change)) return `+ ${attribute}: ${JSON.stringify(change.new)}`;
  if (!('new' in change)) return `- ${attribute}: ${JSON.stringify(change.old)}`;
  return `~ ${attribute}: ${JSON.stringify(change.old)} → ${JSON.stringify(change.new)}`;
}
