import type { BlobServiceClient } from '@azure/storage-blob';
import { type ImportId, parseId, type TenantId } from '../../domain/ids.ts';
import type { PendingImport, PendingImports } from '../../imports/ports.ts';
import { UPLOADS_CONTAINER } from './intake-blob.ts';
import { orStoreTrouble } from './store-trouble.ts';

/** No tenant's uploads are there: those begin with an id. */
const PREFIX = 'pending/';

/** Marks of pending imports as empty blobs beside the uploads, which Data Movement alone may list. */
export function createPendingBlobs(client: BlobServiceClient): PendingImports {
  const container = client.getContainerClient(UPLOADS_CONTAINER);
  return {
    async note(pending) {
      await orStoreTrouble(container.getBlockBlobClient(nameOf(pending)).upload('', 0));
    },
    async forget(pending) {
      await orStoreTrouble(container.getBlobClient(nameOf(pending)).deleteIfExists());
    },
    async all() {
      const pages = container.listBlobsFlat({ prefix: PREFIX }).byPage();
      const page = await orStoreTrouble(pages.next());
      const blobs = page.done === true ? [] : page.value.segment.blobItems;
      return blobs.flatMap(({ name, properties }) => {
        const [tenant, id] = name.slice(PREFIX.length).split('/');
        const tenantId = parseId<TenantId>(tenant);
        const importId = parseId<ImportId>(id);
        if (tenantId === undefined || importId === undefined) return [];
        return [{ tenantId, importId, notedAt: properties.createdOn ?? properties.lastModified }];
      });
    },
  };
}

function nameOf({ tenantId, importId }: PendingImport): string {
  return `${PREFIX}${tenantId}/${importId}`;
}
