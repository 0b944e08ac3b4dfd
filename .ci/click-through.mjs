// Walks through the demo third party as a browser without JavaScript would: register, ask a test customer, exchange
// the code, read a batch, refresh, revoke. Usage: node .ci/click-through.mjs http://localhost:8081
const [start = 'http://localhost:8081'] = process.argv.slice(2);
const jar = new Map();

async function go(url, options = {}) {
  const headers = {
    ...options.headers,
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
  };
  const response = await fetch(url, { ...options, headers, redirect: 'manual' });
  for (const cookie of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    jar.set(name, value);
  }
  const location = response.headers.get('location');
  if (location !== null) return await go(new URL(location, url).href);
  return { url, status: response.status, text: await response.text() };
}

const plain = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

/** Sends the form that holds `mark`, with its hidden fields and those given. */
async function send(page, mark, fields = {}) {
  const form = [...page.text.matchAll(/<form[^>]*>.*?<\/form>/gs)]
    .map(([html]) => html)
    .find((html) => html.includes(mark));
  if (form === undefined) throw new Error(`${page.url} has no form with ${mark} (status ${page.status})`);
  const action = plain(/<form[^>]*\baction="([^"]*)"/.exec(form)?.[1] ?? page.url);
  const body = new URLSearchParams();
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const [, name] = /\bname="([^"]*)"/.exec(input) ?? [];
    const [, type = 'text'] = /\btype="([^"]*)"/.exec(input) ?? [];
    const [, value = ''] = /\bvalue="([^"]*)"/.exec(input) ?? [];
    if (name !== undefined && (!['checkbox', 'radio'].includes(type) || /\bchecked\b/.test(input)))
      body.append(name, plain(value));
  }
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const origin = new URL(action, page.url).origin;
  return await go(new URL(action, page.url).href, { method: 'POST', body, headers: { origin } });
}

function expect(page, pattern, what) {
  if (pattern.test(page.text)) return console.log(`third party: ${what}`);
  const problem = /<p class="problem"[^>]*>([^<]*)/.exec(page.text)?.[1];
  throw new Error(
    `${what}: not so at ${page.url} (status ${page.status}${problem === undefined ? '' : `, ${problem}`})`,
  );
}

let page = await go(start);
page = await send(page, 'action="/register"');
expect(page, /GET answered 200/, 'ApplicationInformation was read');
page = await send(page, 'action="/authorize"');
const customer = /name="customer"[^>]*value="([^"]*)"/.exec(page.text)?.[1];
if (customer === undefined)
  throw new Error(`no test customer is offered at ${page.url} (status ${page.status})`);
page = await send(page, 'name="customer"', { customer });
page = await send(page, 'name="decision"', { decision: 'share' });
expect(page, /refresh_token/, 'the customer said yes, and the code became tokens');
page = await send(page, 'action="/batch"', { days: '3' });
expect(page, /IntervalBlock/, 'the batch holds readings');
page = await send(page, 'action="/refresh"');
expect(page, /id="refresh".*POST answered 200/s, 'the tokens were refreshed');
page = await send(page, 'action="/revoke"');
expect(page, /id="revoke".*GET answered 401/s, 'after the revocation the token is refused');
