import type { DirectoryTenant } from '../directory/directory-changes.ts';
import type { SampleUser } from './sample-directory.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for an HTML document, attributes included. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

const STYLE = `
:root { color-scheme: light dark; --ground: #f5f5f5; --card: #fff; --ink: #1b1a19; --quiet: #5c5a58; --line: #d6d4d2;
  --hover: #eef4fb; --accent: #0f5ea8; --badge: #e3eefa; }
@media (prefers-color-scheme: dark) { :root { --ground: #141414; --card: #1f1f1f; --ink: #f3f2f1; --quiet: #b8b5b2;
  --line: #3b3a39; --hover: #27313c; --accent: #75b6f2; --badge: #1d3146; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: start center; background: var(--ground); color: var(--ink);
  font: 16px/1.45 "Segoe UI", system-ui, -apple-system, sans-serif; padding: clamp(16px, 6vh, 64px) 16px; }
main { width: min(100%, 520px); background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: clamp(20px, 5vw, 36px); box-shadow: 0 2px 12px rgb(0 0 0 / 8%); }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 12px 0 6px; }
h2 { font-size: .875rem; margin: 24px 0 8px; color: var(--quiet); font-weight: 600; }
p { margin: 0; color: var(--quiet); }
.badge { display: inline-block; background: var(--badge); color: var(--accent); border-radius: 999px; padding: 2px 10px;
  font-size: .8125rem; font-weight: 600; }
ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
li + li { border-top: 1px solid var(--line); }
button { display: grid; grid-template-columns: 40px minmax(0, 1fr); gap: 2px 14px; align-items: center; width: 100%;
  padding: 10px 14px; border: 0; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
button:hover { background: var(--hover); }
button:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: -3px; border-radius: 6px; }
.face { grid-row: span 3; width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center;
  background: var(--badge); color: var(--accent); font-weight: 600; font-size: .875rem; }
.name { font-weight: 600; }
.address, .purpose { font-size: .8125rem; color: var(--quiet); overflow-wrap: anywhere; }
.purpose { color: var(--ink); }
a { color: var(--accent); }
code { overflow-wrap: anywhere; }
@media (max-width: 420px) { main { padding: 20px 14px; } button { padding: 10px; gap: 2px 10px; } }
`;

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – Azimuth local development</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main>${content}</main></body></html>`;
}

function initials(name: string): string {
  const words = name.split(' ').filter((word) => /^\p{L}/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0))
    .join('');
}

function accountButton(user: SampleUser): string {
  return `<li><button type="submit" name="account" value="${escapeHtml(user.objectId)}">
<span class="face" aria-hidden="true">${escapeHtml(initials(user.displayName))}</span>
<span class="name">${escapeHtml(user.displayName)}</span>
<span class="address">${escapeHtml(user.signInName)}</span>
<span class="purpose">${escapeHtml(user.purpose)}</span></button></li>`;
}

/** The page on which one picks a sample account. Its form posts back to the same address and query. */
export function accountPage(tenants: readonly DirectoryTenant[], action: string): string {
  const lists = tenants.map(
    (
      tenant,
    ) => `<section aria-labelledby="${tenant.name}"><h2 id="${tenant.name}">${escapeHtml(tenant.displayName)}</h2>
<ul>${tenant.users.map(accountButton).join('')}</ul></section>`,
  );
  return page(
    'Pick an account',
    `<span class="badge">Local development</span><h1>Pick an account</h1>
<p>These are sample accounts of your own machine. No password is asked, and nothing leaves it.</p>
<form method="post" action="${escapeHtml(action)}">${lists.join('')}</form>`,
  );
}

/** A request that cannot be answered to the client, because the client is not to be trusted. */
export function problemPage(code: string, text: string): string {
  return page(
    'Sign-in is not possible',
    `<span class="badge">Local development</span><h1>Sign-in is not possible</h1>
<p>${escapeHtml(text)}</p><p><code>${escapeHtml(code)}</code></p>`,
  );
}

/** Where a sign-out ends that named no page to go back to. */
export function signedOutPage(publicUrl: string): string {
  return page(
    'Signed out',
    `<span class="badge">Local development</span><h1>You are signed out</h1>
<p><a href="${escapeHtml(publicUrl)}/">Back to Azimuth</a></p>`,
  );
}
