import { Select } from '@fluentui/react-components';
import { ArrowUpload24Regular } from '@fluentui/react-icons';
import { useId, useState } from 'react';
import { FileButton } from './file-button.tsx';
import { useUpload } from './upload-context.tsx';
import './upload.css';

/** The invitation to bring data: drop a file anywhere, or pick it. */
export function DropZone() {
  const { targets, target, canBring } = useUpload();
  const [chosen, setChosen] = useState<string>();
  const selectId = useId();
  const workspaceId = chosen ?? target?.id;
  if (!canBring) return null;
  return (
    <section className="az-drop-zone" aria-labelledby={`${selectId}-title`}>
      <span className="az-drop-icon" aria-hidden="true">
        <ArrowUpload24Regular />
      </span>
      <div className="az-drop-words">
        <h2 id={`${selectId}-title`}>Bring your data</h2>
        <p>Drop a CSV, TSV or Parquet file anywhere on this page. A first report is made from it.</p>
      </div>
      <div className="az-drop-actions">
        {targets.length > 1 && (
          <label className="az-drop-target" htmlFor={selectId}>
            <span>Goes to</span>
            <Select id={selectId} value={workspaceId ?? ''} onChange={(_, data) => setChosen(data.value)}>
              {targets.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </label>
        )}
        <FileButton appearance="primary" workspaceId={workspaceId}>
          Choose a file
        </FileButton>
      </div>
    </section>
  );
}
