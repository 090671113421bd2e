import { useNavigate } from 'react-router';
import type { WorkspaceSummary } from '../../../../shared/contract/azimuth.ts';
import { useDeleteWorkspace } from '../../api/delete-workspace.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

type Props = { readonly workspace: WorkspaceSummary; readonly onClose: () => void };

/** Takes a workspace away with all that is in it; for its Admins. */
export function DeleteWorkspaceDialog({ workspace, onClose }: Props) {
  const remove = useDeleteWorkspace();
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      title={`Delete “${workspace.name}”?`}
      action="Delete"
      busyAction="Deleting…"
      isBusy={remove.isPending}
      thrown={remove.error}
      onConfirm={() => remove.mutate(workspace.id, { onSuccess: () => navigate('/') })}
      onClose={onClose}
    >
      The workspace is deleted for good, with its data, reports and dashboards, for everybody who uses it.
    </ConfirmDialog>
  );
}
