/**
 * The members of a group, in whichever way it keeps them.
 *
 * @module
 */
import { readRecords } from './b-tree-2.js';
import { Cursor, refuse } from './cursor.js';
import { FractalHeap } from './fractal-heap.js';
import { type DenseStorage, linkFrom, linkInfoFrom, type StoredLink } from './messages/link.js';
import type { MetadataBytes } from './metadata-bytes.js';
import type { HeaderMessage } from './object-header.js';
import { Message, messageOf } from './stored-object.js';
import { type HardLink, readSymbolTable, type SymbolTable, symbolTableFrom, type TreeLimits } from './symbol-table.js';

const LINKS_BY_NAME = 5;
const HASH_BYTES = 4;

/**
 * The names in a group, as the library orders them, and what they lead to.
 *
 * @param known what another place remembers of the group's symbol table
 * @throws NotDirect
 */
export function listLinks(
  file: MetadataBytes,
  messages: readonly HeaderMessage[],
  limits: TreeLimits,
  known: SymbolTable | undefined,
): readonly HardLink[] {
  const table = messageOf(messages, Message.SYMBOL_TABLE);
  const info = messageOf(messages, Message.LINK_INFO);
  if (table && !info) return readSymbolTable(file, sameAs(symbolTableFrom(table.data), known), limits);
  if (!info || table || known) return refuse('a group of two kinds');
  const groupInfo = messageOf(messages, Message.GROUP_INFO);
  if (groupInfo) checkGroupInfo(groupInfo.data);
  return sorted(linksOf(file, messages, linkInfoFrom(info.data)), linkInfoFrom(info.data));
}

function sameAs(table: SymbolTable, known: SymbolTable = table): SymbolTable {
  return table.tree === known.tree && table.heap === known.heap ? table : refuse('two symbol tables');
}

function linksOf(file: MetadataBytes, messages: readonly HeaderMessage[], info: DenseStorage): StoredLink[] {
  const compact = messages.filter(({ type }) => type === Message.LINK).map(({ data }) => linkFrom(data));
  if (info.heap === undefined || info.names === undefined) return compact;
  if (compact.length > 0) refuse('links in two places');
  const heap = new FractalHeap(file, info.heap);
  return readRecords(file, info.names, LINKS_BY_NAME).map((record) => {
    if (record.length !== HASH_BYTES + heap.idBytes) refuse('another index');
    return linkFrom(heap.object(record.subarray(HASH_BYTES)));
  });
}

function sorted(links: StoredLink[], { isOrderIndexed }: DenseStorage): StoredLink[] {
  links.sort(isOrderIndexed ? (a, b) => a.order - b.order : (a, b) => Buffer.compare(a.bytesOfName, b.bytesOfName));
  if (new Set(links.map(({ name }) => name)).size < links.length) refuse('a name that is there twice');
  return links;
}

/** When links move from messages to a heap; of no use here, but the library refuses what it does not know. */
function checkGroupInfo(data: Buffer): void {
  const fields = new Cursor(data);
  fields.expect(0, 'another group');
  const flags = fields.u8();
  if (flags > 3) refuse('another group');
  fields.skip((flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0));
}
