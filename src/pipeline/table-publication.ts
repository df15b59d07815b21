import { Ledger } from '../engine/ledger/ledger.js';
import { recover } from '../engine/ledger/recover.js';
import { removeEverythingElse } from './clear-existing.js';
import type { Publication, PublicationPlace } from './publication.js';
import { runBatches } from './run-batches.js';

/** Publishes sources as objects of their own. */
export function tablePublication(place: PublicationPlace): Publication {
  return {
    open: () => openLedger(place),
    tasksOf: (todo) => todo.length,
    publish: runBatches,
    removeEverythingElse,
  };
}

async function openLedger(place: PublicationPlace): Promise<Ledger> {
  const ledger = await Ledger.open(place.ledger);
  const { rolledBack, rolledForward } = await recover(ledger, place.dataset, place.ledger);
  if (rolledBack + rolledForward === 0) return ledger;
  const message = `repaired an interrupted run: ${rolledBack} unfinished and ${rolledForward} replaced objects removed`;
  place.observer({ type: 'notice', message });
  return ledger;
}
