import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useReducer, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { WorkspaceSummary } from '../../../../shared/contract/azimuth.ts';
import { isAtLeast } from '../../../../shared/domain/rights.ts';
import { useApi } from '../../api/api-context.ts';
import { homeKey } from '../../api/get-home.ts';
import { workspaceItemsKey } from '../../api/get-workspace-items.ts';
import { checkFile, chooseFile } from './check-file.ts';
import { runUpload } from './run-upload.ts';
import { IDLE, nextUpload, type UploadState } from './upload-machine.ts';

type Upload = {
  readonly state: UploadState;
  /** Workspaces to which one may bring data, one's own first. */
  readonly targets: readonly WorkspaceSummary[];
  /** Where a file goes that is dropped on this page. */
  readonly target: WorkspaceSummary | undefined;
  /** False for those who have no place to bring data to, and cannot make one. */
  readonly canBring: boolean;
  readonly bring: (files: readonly File[], workspaceId?: string) => void;
  readonly cancel: () => void;
  readonly hide: () => void;
  readonly dismiss: () => void;
};

const UploadContext = createContext<Upload | undefined>(undefined);

export function useUpload(): Upload {
  const upload = use(UploadContext);
  if (upload === undefined) throw new Error('useUpload is called outside its provider.');
  return upload;
}

type Props = {
  readonly workspaces: readonly WorkspaceSummary[];
  readonly isGuest: boolean;
  readonly children: ReactNode;
};

/** Keeps the upload alive while one goes from page to page, and leads to the report when it is ready. */
export function UploadProvider({ workspaces, isGuest, children }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [state, tell] = useReducer(nextUpload, IDLE);
  const running = useRef<AbortController>(undefined);
  const startedAt = useRef('');
  const [waiting, setWaiting] = useState<readonly File[]>();

  const targets = [...workspaces]
    .filter((workspace) => isAtLeast(workspace.role, 'Contributor'))
    .sort((left, right) => Number(right.kind === 'personal') - Number(left.kind === 'personal'));
  const here = /^\/workspaces\/([^/]+)/.exec(pathname)?.[1];
  const target = targets.find((workspace) => workspace.id === here) ?? targets[0];

  const bring = (files: readonly File[], workspaceId = target?.id) => {
    const file = chooseFile(files);
    if (file === undefined) return;
    const refusal = checkFile(file);
    if (refusal !== undefined) {
      tell({ kind: 'refused', fileName: file.name, refusal });
      return;
    }
    if (workspaceId === undefined) {
      setWaiting(files);
      return;
    }
    const controller = new AbortController();
    running.current = controller;
    startedAt.current = pathname;
    tell({ kind: 'picked', fileName: file.name, size: file.size, workspaceId });
    void runUpload({ api, file, workspaceId, signal: controller.signal, tell });
  };

  // A file may be dropped before it is known where it can go.
  useEffect(() => {
    if (waiting === undefined || target === undefined) return;
    setWaiting(undefined);
    bring(waiting, target.id);
  });

  useEffect(() => {
    if (state.kind !== 'done') return;
    void client.invalidateQueries({ queryKey: homeKey });
    void client.invalidateQueries({ queryKey: workspaceItemsKey(state.workspaceId) });
    if (state.isHidden || state.reportId === undefined || window.location.pathname !== startedAt.current) return;
    void navigate(`/reports/${state.reportId}`);
    tell({ kind: 'dismissed' });
  }, [state, client, navigate]);

  const value: Upload = {
    state,
    targets,
    target,
    canBring: !isGuest || target !== undefined,
    bring,
    cancel: () => {
      running.current?.abort();
      tell({ kind: 'cancelled' });
    },
    hide: () => tell({ kind: 'hidden' }),
    dismiss: () => tell({ kind: 'dismissed' }),
  };
  return <UploadContext value={value}>{children}</UploadContext>;
}
