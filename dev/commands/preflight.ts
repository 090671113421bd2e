import { checkDeployment } from '../infra/preflight/check-deployment.ts';
import { printFindings } from '../infra/preflight/finding.ts';

const USAGE = `Usage: npm run preflight -- https://host [address that must be closed]…
Looks at a deployment from outside: TLS versions, headers, what answers without a sign-in, and that each further
address (the apps, the stores: \`azd env get-value AZIMUTH_ORIGINS\`) refuses.`;

/** `npm run preflight -- https://host`: 0 where nothing is wrong, 1 where something is, 2 where it was called wrongly. */
export async function preflight(args: readonly string[]): Promise<number> {
  const [target, ...closed] = args;
  if (target === undefined || ![target, ...closed].every(isAddress)) {
    console.error(USAGE);
    return 2;
  }
  const findings = await checkDeployment({ target: new URL(target), closed: closed.map((text) => new URL(text)) });
  console.log(printFindings(findings));
  return findings.some(({ kind }) => kind === 'wrong') ? 1 : 0;
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
