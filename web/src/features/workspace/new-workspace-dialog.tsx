import { useNavigate } from 'react-router';
import { useCreateWorkspace } from '../../api/create-workspace.ts';
import { NameDialog } from '../../ui/name-dialog.tsx';

export function NewWorkspaceDialog({ onClose }: { readonly onClose: () => void }) {
  const create = useCreateWorkspace();
  const navigate = useNavigate();
  const make = (name: string) =>
    create.mutate(name, {
      onSuccess: (group) => {
        onClose();
        void navigate(`/workspaces/${group.id}`);
      },
    });
  return (
    <NameDialog
      title="New workspace"
      hint="A place for a team's reports and dashboards. You can add people afterwards."
      isBusy={create.isPending}
      thrown={create.error}
      onName={make}
      onClose={onClose}
    />
  );
}
