import { afterAll, beforeAll, describe } from 'vitest';
import type { Metadata } from '../../shared/catalog/ports.ts';
import { auditCases } from './metadata-audit.ts';
import { contentCases } from './metadata-content.ts';
import { hostileCases } from './metadata-hostile.ts';
import { isolationCases } from './metadata-isolation.ts';
import { peopleAndWorkspaceCases } from './metadata-people.ts';
import { readOnlyCases } from './metadata-read-only.ts';
import { roleMemberCases } from './metadata-role-members.ts';
import { securityCases } from './metadata-security.ts';
import { sharingCases } from './metadata-sharing.ts';
import { systemCases } from './metadata-system.ts';
import { transactionCases } from './metadata-transactions.ts';

/**
 * What every metadata store promises. Each case lives in tenants of its own, so that the suite can run on a database
 * that holds other things; cases about all tenants look at their own rows only.
 */
export function metadataConformance(name: string, open: () => Promise<Metadata>): void {
  describe(`metadata: ${name}`, () => {
    let opened: Metadata | undefined;
    const metadata = (): Metadata => {
      if (opened === undefined) throw new Error('The store is not open.');
      return opened;
    };
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.close();
    });
    peopleAndWorkspaceCases(metadata);
    contentCases(metadata);
    sharingCases(metadata);
    roleMemberCases(metadata);
    securityCases(metadata);
    auditCases(metadata);
    readOnlyCases(metadata);
    systemCases(metadata);
    isolationCases(metadata);
    transactionCases(metadata);
    hostileCases(metadata);
  });
}
