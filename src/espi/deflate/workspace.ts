import { clearTokens, createTextTokens, type TextTokens } from './text-tokens.ts';
import { createTextWindow, emptyWindow, type TextWindow } from './text-window.ts';

/** The large arrays that writing a member takes. */
export interface Workspace {
  readonly window: TextWindow;
  readonly tokens: TextTokens;
}

/** Kept for the next members: to make 400 KB anew takes as long as a week of readings. */
const mostKept = 4;
const kept: Workspace[] = [];

/** A workspace that is empty. */
export const takeWorkspace = (): Workspace =>
  kept.pop() ?? { window: createTextWindow(), tokens: createTextTokens() };

/** Gives one back that nobody uses any more. One that is never given back is simply forgotten. */
export function giveBackWorkspace(workspace: Workspace): void {
  if (kept.length >= mostKept) return;
  emptyWindow(workspace.window);
  clearTokens(workspace.tokens);
  kept.push(workspace);
}
