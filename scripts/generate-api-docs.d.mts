/** Gives the text of a source by its path in the repository. */
export type ReadSource = (path: string) => string;

export const ENTRIES: Readonly<
  Record<'cloud-optimised' | 'cloud-optimised/handler' | 'cloud-optimised/handlers', string>
>;
export function exportedNames(specifier: keyof typeof ENTRIES, read?: ReadSource): string[];
export function render(read?: ReadSource): string;
