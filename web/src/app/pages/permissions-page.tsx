import { useParams } from 'react-router';
import type { ItemSummary } from '../../../../shared/contract/azimuth.ts';
import { usePermissions } from '../../api/permissions.ts';
import { PermissionsBones, PermissionsView } from '../../features/share/permissions-view.tsx';
import { itemAddress } from '../../ui/kind-icon.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { useCrumbs } from '../frame/crumbs.tsx';

/** Who has access to an item; for those who may share it. */
export default function PermissionsPage({ kind }: { readonly kind: ItemSummary['kind'] }) {
  const { itemId = '' } = useParams();
  const permissions = usePermissions({ kind, id: itemId });
  const item = permissions.data?.item;
  useCrumbs([...(item === undefined ? [] : [{ name: item.name, to: itemAddress(item) }]), { name: 'Access' }]);
  return (
    <div className="az-page">
      <QueryView query={permissions} skeleton={<PermissionsBones />} title="Who has access could not be listed">
        {(data) => <PermissionsView permissions={data} />}
      </QueryView>
    </div>
  );
}
