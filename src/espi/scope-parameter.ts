import { parseScope, type Scope, writeScope } from './scope.ts';
import { ScopeError } from './scope-terms.ts';

/**
 * Splits the `scope` parameter of OAuth, a list with blanks between, into ESPI scopes, which may hold blanks
 * themselves: a piece that does not begin with `FB=` belongs to the one before it.
 */
function splitScopes(text: string): string[] {
  const scopes: string[] = [];
  for (const piece of text.split(' ')) {
    const last = scopes.at(-1);
    if (last === undefined || /^FB=/i.test(piece)) scopes.push(piece);
    else scopes[scopes.length - 1] = `${last} ${piece}`;
  }
  return scopes.filter((scope) => scope.trim() !== '');
}

/**
 * Reads the `scope` parameter of OAuth. One scope is kept as it was written; several become one that holds the
 * function blocks of all and the other terms of the first that has them.
 *
 * @throws ScopeError
 */
export function parseScopeParameter(text: string): Scope {
  const [first, ...others] = splitScopes(text);
  if (first === undefined) throw new ScopeError(0, 'the scope is empty; begin with FB=, such as FB=4_16');
  if (others.length === 0) return parseScope(first);
  let { text: _, ...joined } = parseScope(first);
  for (const other of others) {
    const { text: _other, ...terms } = parseScope(other);
    joined = { ...terms, ...joined, functionBlocks: [...joined.functionBlocks, ...terms.functionBlocks] };
  }
  return parseScope(writeScope(joined));
}
