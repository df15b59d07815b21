/**
 * A web server on this machine that answers as a catalogue does, well or badly.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Identifier of the recorded documents. */
export const UUID = '7b901002-b1dc-46c3-89f2-b4951cedca48';

/** A recorded document of `test/fixtures/registry`. */
export function recorded(name: string): string {
  return readFileSync(new URL(`../../fixtures/registry/${name}`, import.meta.url), 'utf8');
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface CatalogueServer {
  /** Base of the catalogue: `http://127.0.0.1:<port>/geonetwork`. */
  readonly catalogue: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Answers each request with `answer`; by default the recorded document under its identifier, and 404 else. */
export async function startCatalogue(answer: Answer = recordedRecord): Promise<CatalogueServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    catalogue: `http://127.0.0.1:${(server.address() as AddressInfo).port}/geonetwork`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An answer with a body. */
export function answering(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml;charset=utf-8', ...headers }).end(body);
  };
}

function recordedRecord(request: IncomingMessage, response: ServerResponse): void {
  const path = `/geonetwork/srv/api/records/${UUID}/formatters/xml?approved=true`;
  const found = request.url === path;
  answering(found ? 200 : 404, found ? recorded('mooring-ctd.iso19115-3.xml') : '<error/>')(request, response);
}
