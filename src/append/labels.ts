/** One label of the append coordinate, as the cube stores it. */
export type Label = number | bigint | string;
