import type { Dataset } from '../../model/dataset.js';
import type { Header } from './header.js';
import { layOut } from './layout.js';
import { Netcdf3Variable } from './netcdf3-variable.js';
import type { SourceBytes } from './source-bytes.js';

/** @throws CO_FILE_TRUNCATED, CO_FILE_CORRUPT */
export function toDataset(header: Header, source: SourceBytes): Dataset {
  const { lengths, variables } = layOut(header, source.uri, source.size);
  const nameOf = (id: number) => header.dimensions[id]?.name ?? '';
  const used = [...new Set(header.variables.flatMap((variable) => variable.dimensions))];
  return {
    kind: 'dataset',
    uri: source.uri,
    dimensions: new Map(used.map((id) => [nameOf(id), lengths[id] ?? 0])),
    variables: new Map(
      variables.map((layout) => {
        const variable = new Netcdf3Variable(layout, layout.variable.dimensions.map(nameOf), source);
        return [variable.name, variable];
      }),
    ),
    attributes: header.attributes,
    close: async () => {},
  };
}
