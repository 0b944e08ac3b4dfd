import type { CopyInput } from './database.ts';

/** What one process asks of another that has the embedded database open. One answer follows each request. */
export type SocketRequest =
  | { readonly op: 'query'; readonly text: string; readonly params: readonly unknown[] }
  | { readonly op: 'script'; readonly text: string }
  | { readonly op: 'copy'; readonly input: CopyInput }
  | { readonly op: 'begin' | 'commit' | 'rollback' };

/** Rows, or what went wrong with the database's own code. */
export type SocketAnswer =
  | { readonly rows: readonly unknown[] }
  | { readonly failure: { readonly message: string; readonly code: string | undefined } };

/** The answer to something that was thrown. */
export function failureOf(error: unknown): SocketAnswer {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return { failure: { message: error instanceof Error ? error.message : String(error), code } };
}
