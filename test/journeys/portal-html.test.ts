import { HtmlValidate } from 'html-validate/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pages } from '../browser/pages.ts';
import { openStage, type Stage } from '../browser/stage.ts';
import { openVisitor } from '../support/visitor.ts';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // Matters of style, not of correctness: attributes are written by the renderer.
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    // A list may be named: screen readers say what the languages are.
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    // Checked by axe, which knows what is shown.
    'no-redundant-role': 'off',
    // Several forms of a page each carry `csrf`.
    'form-dup-name': 'off',
  },
});

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.portal.close());

describe.each(['en', 'fr'])('in %s', (language) => {
  it.each(pages.map((page) => [page.name, page] as const))('%s is valid HTML', async (_, page) => {
    const visitor = openVisitor(stage.portal.app, language);
    if (page.as !== undefined)
      for (const [name, value] of stage[page.as].cookies) visitor.cookies.set(name, value);
    const { html, status } = await visitor.get(page.path(stage));
    expect(status).toBe(page.status ?? 200);
    expect(html).toContain(`<html lang="${language}-CA">`);
    const report = await validator.validateString(html);
    const messages = report.results.flatMap((result) =>
      result.messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`),
    );
    expect(messages).toEqual([]);
  });
});
