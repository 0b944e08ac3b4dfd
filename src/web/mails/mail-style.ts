import { brandTones } from '../brand.ts';

/**
 * The style of HTML mails: in the head, since mails cannot fetch a file. The page that shows a mail of the outbox
 * allows exactly this by its hash.
 */
export function mailStyle(accent: string | undefined): string {
  const { light, dark } = brandTones(accent);
  return [
    ':root{color-scheme:light dark}',
    'body{margin:0;padding:24px 12px;background:#f5f7f9;color:#1a2129;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}',
    '.sheet{max-width:560px;margin:0 auto;padding:28px;background:#fff;border:1px solid #dfe4ea;border-radius:12px}',
    `.brand{margin:0 0 20px;padding-bottom:14px;border-bottom:3px solid ${light.accent};font-weight:700}`,
    'p{margin:0 0 16px}',
    '.code{padding:14px;background:#f5f7f9;border-radius:8px;font:700 28px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:4px;text-align:center}',
    'blockquote{margin:0 0 16px;padding:4px 14px;border-left:3px solid #c3cad3;overflow-wrap:anywhere}',
    'table{width:100%;margin:0 0 16px;border-collapse:collapse}',
    'th,td{padding:8px 8px 8px 0;border-bottom:1px solid #dfe4ea;text-align:left;vertical-align:top;overflow-wrap:anywhere}',
    'th{width:34%;color:#4d5966;font-weight:600}',
    `.button{display:inline-block;padding:12px 20px;background:${light.accent};color:#fff;border-radius:8px;font-weight:700;text-decoration:none}`,
    '.small{margin:0;color:#4d5966;font-size:14px}',
    '@media (prefers-color-scheme:dark){body{background:#0f1317;color:#e8ecf0}.sheet{background:#161a1f;border-color:#2b323a}',
    `.brand{border-color:${dark.accent}}.button{background:${dark.accent};color:#0f1317}.code{background:#0f1317}`,
    'th,.small{color:#a3aebb}th,td{border-color:#2b323a}blockquote{border-color:#4d5966}}',
  ].join('\n');
}
