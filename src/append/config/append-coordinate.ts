/** Where the label of a slice comes from that has no coordinate of its own. */
export interface AppendCoordinate {
  /** The file's name, or a global attribute. */
  readonly from: { readonly kind: 'filename' } | { readonly kind: 'attribute'; readonly name: string };
  /** Finds the label: its first group, or all of the match. */
  readonly pattern: RegExp | undefined;
  /** Layout of a time; ISO 8601 where it is absent. */
  readonly format: string | undefined;
  /** CF units of the coordinate. */
  readonly units: string;
}
