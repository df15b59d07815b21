import { crc32, deflateRawSync } from 'node:zlib';

/** A zip of `files`, as simple as can be; `change` may spoil the entries. */
export function makeZip(files: ReadonlyMap<string, Uint8Array>, method: 0 | 8, zip64 = false): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const packed = method === 8 ? deflateRawSync(bytes) : Buffer.from(bytes);
    const text = Buffer.from(name);
    const common = commonHeader(method, bytes, packed, text.length);
    const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), common, Buffer.from([0, 0]), text, packed]);
    directory.push(centralEntry(common, text, offset, zip64));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, ending(files.size, central.length, offset, zip64)]);
}

function commonHeader(method: number, bytes: Uint8Array, packed: Buffer, nameLength: number): Buffer {
  const header = Buffer.alloc(22);
  header.writeUInt16LE(method, 2);
  header.writeUInt32LE(crc32(bytes), 8);
  header.writeUInt32LE(packed.length, 12);
  header.writeUInt32LE(bytes.length, 16);
  header.writeUInt16LE(nameLength, 20);
  return header;
}

function centralEntry(common: Buffer, name: Buffer, offset: number, zip64: boolean): Buffer {
  const header = Buffer.from(common);
  const rest = Buffer.alloc(16);
  const extra = zip64 ? Buffer.alloc(28) : Buffer.alloc(0);
  if (zip64) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(BigInt(header.readUInt32LE(16)), 4);
    extra.writeBigUInt64LE(BigInt(header.readUInt32LE(12)), 12);
    extra.writeBigUInt64LE(BigInt(offset), 20);
    header.fill(0xff, 12, 20);
  }
  rest.writeUInt16LE(extra.length, 0);
  rest.writeUInt32LE(zip64 ? 0xffffffff : offset, 12);
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\0\x14\0', 'latin1'), header, rest, name, extra]);
}

function ending(count: number, length: number, offset: number, zip64: boolean): Buffer {
  const end = Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1');
  end.writeUInt16LE(zip64 ? 0xffff : count, 8);
  end.writeUInt16LE(zip64 ? 0xffff : count, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : length, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  if (!zip64) return end;
  const record = Buffer.from('PK\x06\x06'.padEnd(56, '\0'), 'latin1');
  [count, count, length, offset].forEach((value, index) => {
    record.writeBigUInt64LE(BigInt(value), 24 + 8 * index);
  });
  const locator = Buffer.from('PK\x06\x07'.padEnd(20, '\0'), 'latin1');
  locator.writeBigUInt64LE(BigInt(offset + length), 8);
  return Buffer.concat([record, locator, end]);
}
