import type { z } from 'zod';
import type { Import } from '../../../../shared/contract/power-bi.ts';
import type { FileRefusal } from './check-file.ts';

type Running = { readonly fileName: string; readonly size: number; readonly workspaceId: string };

/** One upload from the picked file to the report. */
export type UploadState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'refused'; readonly fileName: string; readonly refusal: FileRefusal }
  | (Running & { readonly kind: 'uploading'; readonly sent: number })
  | (Running & { readonly kind: 'reading' | 'building'; readonly isHidden: boolean })
  | (Running & {
      readonly kind: 'done';
      readonly reportId: string | undefined;
      readonly name: string;
      /** True where the person went on with other work: then nobody is taken away from it. */
      readonly isHidden: boolean;
    })
  | {
      readonly kind: 'failed';
      readonly fileName: string;
      readonly message: string;
      readonly details: readonly string[];
      readonly requestId: string | undefined;
    };

export type UploadEvent =
  | { readonly kind: 'refused'; readonly fileName: string; readonly refusal: FileRefusal }
  | (Running & { readonly kind: 'picked' })
  | { readonly kind: 'sent'; readonly bytes: number }
  | { readonly kind: 'import-started' }
  | { readonly kind: 'import-seen'; readonly seen: z.infer<typeof Import> }
  | { readonly kind: 'failed'; readonly message: string; readonly requestId: string | undefined }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'dismissed' };

export const IDLE: UploadState = { kind: 'idle' };

export function isUnderWay(state: UploadState): boolean {
  return state.kind === 'uploading' || state.kind === 'reading' || state.kind === 'building';
}

/** After the import has begun the file is the service's: it can be left alone, no longer taken back. */
export function canCancel(state: UploadState): boolean {
  return state.kind === 'uploading';
}

function see(state: UploadState, seen: z.infer<typeof Import>): UploadState {
  if (state.kind !== 'reading' && state.kind !== 'building') return state;
  if (seen.importState === 'Failed') {
    const message = seen.error?.message ?? 'The file could not be read. Check that it opens elsewhere, then try again.';
    return {
      kind: 'failed',
      fileName: state.fileName,
      message,
      details: seen.error?.details ?? [],
      requestId: seen.id,
    };
  }
  if (seen.importState === 'Succeeded') {
    const report = seen.reports[0];
    return { ...state, kind: 'done', reportId: report?.id, name: report?.name ?? state.fileName };
  }
  return seen.datasets.length > 0 ? { ...state, kind: 'building' } : state;
}

type Next<K extends UploadEvent['kind']> = (
  state: UploadState,
  event: Extract<UploadEvent, { kind: K }>,
) => UploadState;

/** What each kind of event makes of a state. An event that comes too late changes nothing. */
const NEXT: { readonly [K in UploadEvent['kind']]: Next<K> } = {
  refused: (state, event) => (isUnderWay(state) ? state : event),
  picked: (state, event) => (isUnderWay(state) ? state : { ...event, kind: 'uploading', sent: 0 }),
  sent: (state, { bytes }) =>
    state.kind === 'uploading' ? { ...state, sent: Math.min(state.size, Math.max(state.sent, bytes)) } : state,
  'import-started': (state) => {
    if (state.kind !== 'uploading') return state;
    const { fileName, size, workspaceId } = state;
    return { kind: 'reading', fileName, size, workspaceId, isHidden: false };
  },
  'import-seen': (state, { seen }) => see(state, seen),
  failed: (state, { message, requestId }) => {
    if (!isUnderWay(state) || !('fileName' in state)) return state;
    return { kind: 'failed', fileName: state.fileName, message, details: [], requestId };
  },
  cancelled: (state) => (canCancel(state) ? IDLE : state),
  hidden: (state) => (state.kind === 'reading' || state.kind === 'building' ? { ...state, isHidden: true } : state),
  dismissed: (state) => (isUnderWay(state) ? state : IDLE),
};

/** The state after an event. */
export function nextUpload<K extends UploadEvent['kind']>(
  state: UploadState,
  event: Extract<UploadEvent, { kind: K }>,
): UploadState {
  return NEXT[event.kind as K](state, event);
}

const POSITION: Readonly<Record<string, number>> = { uploading: 0, reading: 1, building: 2, done: 3 };

export type Step = { readonly name: string; readonly state: 'waiting' | 'now' | 'done' };

/** The steps as they are shown. */
export function uploadSteps(state: UploadState): readonly Step[] {
  const at = POSITION[state.kind] ?? -1;
  return ['Uploading', 'Reading the file', 'Building the report'].map((name, index) => ({
    name,
    state: index < at ? 'done' : index === at ? 'now' : 'waiting',
  }));
}

/** Milliseconds before the import is looked at again: soon at first, then every two seconds. */
export function pollDelay(attempt: number): number {
  return Math.min(2000, Math.round(500 * 1.35 ** attempt));
}
