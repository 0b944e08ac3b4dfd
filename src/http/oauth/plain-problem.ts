import type { AuthorizeProblem } from './oauth-pages.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

/** The page for a link that cannot be followed, where no utility's pages are mounted. */
export function plainProblem({ code, description, thirdPartyName = 'the app' }: AuthorizeProblem): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>This link does not work</title>
<h1>This link does not work</h1>
<p>It is not your fault, and your data were not shared. Go back to ${escaped(thirdPartyName)} and tell them this code:
<strong>${escaped(code)}</strong></p>
<p><code>${escaped(description)}</code></p>
</html>
`;
}
