import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A browser for the browser tests, or the reason why there is none. */
export type Browser =
  | { readonly kind: 'found'; readonly executable: string }
  | { readonly kind: 'absent'; readonly reason: string };

type Search = { readonly chromePath: string | undefined; readonly log: (line: string) => void };

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

function wellKnownPlaces(): readonly string[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  switch (process.platform) {
    case 'darwin':
      return [
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      ];
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
        const folder = process.env[name];
        if (folder === undefined) return [];
        return [
          join(folder, 'Google/Chrome/Application/chrome.exe'),
          join(folder, 'Microsoft/Edge/Application/msedge.exe'),
        ];
      });
    default:
      return [...onPath, '/usr/bin', '/snap/bin'].flatMap((folder) => NAMES.map((name) => join(folder, name)));
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A Chrome, Chromium or Edge that this machine has already. */
export function findBrowser(chromePath: string | undefined): Browser {
  if (chromePath !== undefined) {
    return isExecutable(chromePath)
      ? { kind: 'found', executable: chromePath }
      : { kind: 'absent', reason: `CHROME_PATH is ${chromePath}, and no program is there.` };
  }
  const executable = wellKnownPlaces().find(isExecutable);
  return executable === undefined
    ? { kind: 'absent', reason: 'no Chrome, Chromium or Edge is installed.' }
    : { kind: 'found', executable };
}

/** The end of what a command printed, and whether it succeeded. */
function run(file: string, args: readonly string[]): Promise<{ readonly ok: boolean; readonly said: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let said = '';
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString('utf8')).slice(-1000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ ok: false, said: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, said: said.trim() }));
  });
}

async function installFromDebian(log: (line: string) => void): Promise<Browser> {
  log('Installing the package chromium by apt-get, for the browser tests…');
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  let last = await run('apt-get', install);
  if (!last.ok) {
    await run('apt-get', ['update']);
    last = await run('apt-get', install);
  }
  const browser = findBrowser(undefined);
  return browser.kind === 'found'
    ? browser
    : { kind: 'absent', reason: `apt-get could not install chromium: ${last.said}` };
}

async function downloadByPlaywright(log: (line: string) => void): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const executable = chromium.executablePath();
  if (!existsSync(executable)) {
    log("Downloading Playwright's Chromium, for the browser tests…");
    const { ok, said } = await run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium']);
    if (!ok) return { kind: 'absent', reason: `Playwright could not download its Chromium: ${said}` };
  }
  return existsSync(executable)
    ? { kind: 'found', executable }
    : { kind: 'absent', reason: "Playwright's Chromium is not where it was to be." };
}

/** A browser that is here, else one that is installed now: Debian's where we may, Playwright's own elsewhere. */
export async function ensureBrowser({ chromePath, log }: Search): Promise<Browser> {
  const present = findBrowser(chromePath);
  if (present.kind === 'found' || chromePath !== undefined) return present;
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (mayInstall) {
    const installed = await installFromDebian(log);
    if (installed.kind === 'found') return installed;
    const downloaded = await downloadByPlaywright(log);
    return downloaded.kind === 'found'
      ? downloaded
      : { kind: 'absent', reason: `${installed.reason} ${downloaded.reason}` };
  }
  return downloadByPlaywright(log);
}
