import { Button } from '@fluentui/react-components';
import { CheckmarkCircle20Filled, Circle20Regular, Dismiss16Regular, Warning20Filled } from '@fluentui/react-icons';
import { useNavigate } from 'react-router';
import { formatBytes } from '../../format/format-moment.ts';
import { RequestIdLine } from '../../ui/problem-view.tsx';
import { FileButton } from './file-button.tsx';
import { useUpload } from './upload-context.tsx';
import { type Step, type UploadState, uploadSteps } from './upload-machine.ts';
import './upload.css';

function StepIcon({ state }: { readonly state: Step['state'] }) {
  if (state === 'done') return <CheckmarkCircle20Filled className="az-step-done" aria-hidden="true" />;
  if (state === 'now') return <span className="az-step-now" aria-hidden="true" />;
  return <Circle20Regular className="az-step-waiting" aria-hidden="true" />;
}

const STEP_WORDS: { readonly [S in Step['state']]: string } = { done: 'done', now: 'now', waiting: 'next' };

type Running = Extract<UploadState, { kind: 'uploading' | 'reading' | 'building' }>;

function RunningView({ state }: { readonly state: Running }) {
  const { cancel, hide } = useUpload();
  const percent = state.kind === 'uploading' && state.size > 0 ? Math.floor((state.sent / state.size) * 100) : 100;
  const amount = state.kind === 'uploading' ? `${formatBytes(state.sent)} of ${formatBytes(state.size)}` : '';
  return (
    <>
      <ol className="az-steps">
        {uploadSteps(state).map((step) => (
          <li key={step.name} data-state={step.state}>
            <StepIcon state={step.state} />
            <span>
              {step.name}
              {step.name === 'Uploading' && step.state === 'now' && ` ${percent}%`}
              <span className="az-hidden">, {STEP_WORDS[step.state]}</span>
            </span>
            {step.name === 'Uploading' && <span className="az-quiet">{amount}</span>}
          </li>
        ))}
      </ol>
      <div
        className={state.kind === 'uploading' ? 'az-bar' : 'az-bar az-bar-open'}
        role="progressbar"
        aria-label={`Bringing ${state.fileName}`}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(state.kind === 'uploading' ? { 'aria-valuenow': percent } : {})}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <div className="az-upload-actions">
        {state.kind === 'uploading' ? (
          <Button size="small" onClick={cancel}>
            Cancel
          </Button>
        ) : (
          <Button size="small" onClick={hide}>
            Keep working in the background
          </Button>
        )}
      </div>
    </>
  );
}

function FailureView({
  what,
  advice,
  requestId,
}: {
  what: string;
  advice: readonly string[];
  requestId?: string | undefined;
}) {
  const { dismiss } = useUpload();
  return (
    <div role="alert">
      <p className="az-upload-problem">
        <Warning20Filled aria-hidden="true" />
        <span>{what}</span>
      </p>
      {advice.map((line) => (
        <p key={line} className="az-upload-advice">
          {line}
        </p>
      ))}
      <div className="az-upload-actions">
        <FileButton appearance="primary">Choose another file</FileButton>
        <Button onClick={dismiss}>Close</Button>
      </div>
      {requestId !== undefined && <RequestIdLine requestId={requestId} />}
    </div>
  );
}

function DoneView({ state }: { readonly state: Extract<UploadState, { kind: 'done' }> }) {
  const { dismiss } = useUpload();
  const navigate = useNavigate();
  const open = () => {
    void navigate(state.reportId === undefined ? `/workspaces/${state.workspaceId}` : `/reports/${state.reportId}`);
    dismiss();
  };
  return (
    <>
      <p className="az-upload-done">
        <CheckmarkCircle20Filled className="az-step-done" aria-hidden="true" />
        <span>“{state.name}” is ready.</span>
      </p>
      <div className="az-upload-actions">
        <Button appearance="primary" onClick={open}>
          {state.reportId === undefined ? 'Open the workspace' : 'Open the report'}
        </Button>
        <Button onClick={dismiss}>Later</Button>
      </div>
    </>
  );
}

function bodyOf(state: UploadState) {
  switch (state.kind) {
    case 'idle':
      return null;
    case 'refused':
      return <FailureView what={state.refusal.what} advice={[state.refusal.advice]} />;
    case 'failed':
      return <FailureView what={state.message} advice={state.details} requestId={state.requestId} />;
    case 'done':
      return <DoneView state={state} />;
    case 'uploading':
    case 'reading':
    case 'building':
      return <RunningView state={state} />;
  }
}

/** How far the upload is, on whichever page one is; hidden work shows as a slim line. */
export function UploadPanel() {
  const { state, dismiss } = useUpload();
  if (state.kind === 'idle') return null;
  const isSlim = (state.kind === 'reading' || state.kind === 'building') && state.isHidden;
  const isOver = state.kind === 'refused' || state.kind === 'failed' || state.kind === 'done';
  return (
    <section className={isSlim ? 'az-upload az-upload-slim' : 'az-upload'} aria-label="Bringing data">
      <header>
        <strong title={state.fileName}>{state.fileName}</strong>
        {isOver && (
          <Button size="small" appearance="subtle" icon={<Dismiss16Regular />} aria-label="Close" onClick={dismiss} />
        )}
      </header>
      <div className="az-hidden" aria-live="polite">
        {uploadSteps(state).find((step) => step.state === 'now')?.name ?? ''}
      </div>
      {isSlim ? (
        <div className="az-bar az-bar-open" role="progressbar" aria-label={`Reading ${state.fileName}`}>
          <span />
        </div>
      ) : (
        bodyOf(state)
      )}
    </section>
  );
}
