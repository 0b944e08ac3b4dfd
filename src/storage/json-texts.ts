/**
 * Parses JSON texts of one result: equal ones give the same object, which makes it once and lets a writer know that
 * what it made of it holds again.
 */
export function createJsonTexts<T extends object>(): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      value = JSON.parse(text) as T;
      known.set(text, value);
    }
    return value;
  };
}
