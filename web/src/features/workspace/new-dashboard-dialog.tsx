import { useNavigate } from 'react-router';
import { useCreateDashboard } from '../../api/create-dashboard.ts';
import { NameDialog } from '../../ui/name-dialog.tsx';

type Props = { readonly workspaceId: string; readonly onClose: () => void };

export function NewDashboardDialog({ workspaceId, onClose }: Props) {
  const create = useCreateDashboard(workspaceId);
  const navigate = useNavigate();
  const make = (name: string) =>
    create.mutate(name, {
      onSuccess: (dashboard) => {
        onClose();
        void navigate(`/dashboards/${dashboard.id}`);
      },
    });
  return (
    <NameDialog
      title="New dashboard"
      hint="Pin visuals from reports to it, then share it."
      isBusy={create.isPending}
      thrown={create.error}
      onName={make}
      onClose={onClose}
    />
  );
}
