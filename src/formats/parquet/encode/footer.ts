import type { FileMetaData, RowGroup } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';

/** Header of an empty list of structs in Thrift's compact protocol. */
const NO_STRUCTS = 0x0c;
const SOME_GROUP: RowGroup = { columns: [], total_byte_size: 0n, num_rows: 0n };

/**
 * The metadata at the end of a file, and its length. An empty list of row groups is told as one of structs, as the format wants;
 * hyparquet-writer takes its type from the first element and tells one of bytes, which strict readers refuse.
 */
export function footerBytes(metadata: FileMetaData): Uint8Array {
  const bytes = serialized(metadata);
  if (metadata.row_groups.length > 0) return bytes;
  const other = serialized({ ...metadata, row_groups: [SOME_GROUP] });
  // The two differ first where the number of row groups stands.
  bytes[bytes.findIndex((byte, at) => byte !== other[at])] = NO_STRUCTS;
  return bytes;
}

function serialized(metadata: FileMetaData): Uint8Array {
  const writer = new ByteWriter();
  writeMetadata(writer, metadata);
  return writer.getBytes();
}
