import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Link,
  Radio,
  RadioGroup,
  Select,
  Toast,
  ToastTitle,
  ToastTrigger,
  useToastController,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import type { ReportDetail } from '../../../../shared/contract/azimuth.ts';
import type { Visual } from '../../../../shared/report/report.ts';
import { useCreateDashboard } from '../../api/create-dashboard.ts';
import { useWorkspaceItems } from '../../api/get-workspace-items.ts';
import { usePinVisual } from '../../api/pin-visual.ts';
import { InlineProblem } from '../../ui/inline-problem.tsx';
import { filterText } from './filter-text.ts';
import { copied } from './interactions.ts';
import type { Selection } from './selection.ts';

type Props = {
  readonly report: ReportDetail;
  readonly visual: Visual;
  readonly pageName: string;
  readonly selection: Selection;
  readonly onClose: () => void;
};

/** Puts a visual on a dashboard that is there already, or on a new one. */
export function PinDialog({ report, visual, pageName, selection, onClose }: Props) {
  const items = useWorkspaceItems(report.workspaceId);
  const create = useCreateDashboard(report.workspaceId);
  const pin = usePinVisual();
  const navigate = useNavigate();
  const { dispatchToast } = useToastController('az-toasts');
  const dashboards = items.data?.items.filter((item) => item.kind === 'dashboard') ?? [];
  const [picked, setPicked] = useState<'existing' | 'new'>();
  const [dashboardId, setDashboardId] = useState('');
  const [name, setName] = useState(report.name);
  const mode = picked ?? (dashboards.length > 0 ? 'existing' : 'new');
  const target = dashboards.find((one) => one.id === dashboardId) ?? dashboards[0];
  const filters = selection.filter((one) => one.source !== visual.name).flatMap((one) => one.filters);
  const isBusy = create.isPending || pin.isPending;
  const isReady = mode === 'new' ? name.trim() !== '' : target !== undefined;

  const announce = (id: string, dashboardName: string) =>
    dispatchToast(
      <Toast>
        <ToastTitle
          action={
            <ToastTrigger>
              <Link onClick={() => void navigate(`/dashboards/${id}`)}>Open dashboard</Link>
            </ToastTrigger>
          }
        >
          Pinned to {dashboardName}
        </ToastTitle>
      </Toast>,
      { intent: 'success', timeout: 8000 },
    );

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || isBusy) return;
    try {
      const made = mode === 'new' ? await create.mutateAsync(name.trim()) : undefined;
      const id = made?.id ?? target?.id ?? '';
      const request = { reportId: report.id, pageName, visualName: visual.name, filters: filters.map(copied) };
      await pin.mutateAsync({ dashboardId: id, pin: request });
      announce(id, made?.displayName ?? target?.name ?? '');
      onClose();
    } catch {
      // The dialog stays open and shows what the calls say.
    }
  };
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className="az-dialog">
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>Pin to a dashboard</DialogTitle>
            <DialogContent className="az-form">
              <p>
                <strong>{visual.title}</strong> keeps showing its current numbers there.
                {filters.length > 0 && <> It stays filtered by {filters.map(filterText).join('; ')}.</>}
              </p>
              <RadioGroup
                value={mode}
                aria-label="Which dashboard"
                onChange={(_, data) => setPicked(data.value === 'existing' ? 'existing' : 'new')}
              >
                <Radio value="existing" label="A dashboard of this workspace" disabled={dashboards.length === 0} />
                <Radio value="new" label="A new dashboard" />
              </RadioGroup>
              {mode === 'existing' ? (
                <Field label="Dashboard">
                  <Select value={target?.id ?? ''} onChange={(_, data) => setDashboardId(data.value)}>
                    {dashboards.map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.name}
                      </option>
                    ))}
                  </Select>
                </Field>
              ) : (
                <Field label="Name">
                  <Input value={name} maxLength={200} onChange={(_, data) => setName(data.value)} />
                </Field>
              )}
              <InlineProblem thrown={create.error ?? pin.error} />
            </DialogContent>
            <DialogActions>
              <Button type="button" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" appearance="primary" disabled={!isReady || isBusy}>
                {isBusy ? 'Pinning…' : 'Pin'}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
