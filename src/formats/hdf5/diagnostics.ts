/** The first cause in a text that the HDF5 library writes about a failure: its innermost message. */
export function innermostMessage(diagnostics: string): string {
  const messages = [...diagnostics.matchAll(/^\s*#\d+:.*? in \w+\(\): (.*)$/gm)];
  return messages.at(-1)?.[1]?.trim() ?? firstLine(diagnostics);
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
