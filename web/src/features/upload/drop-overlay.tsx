import { ArrowUpload32Regular } from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import { useUpload } from './upload-context.tsx';
import { isUnderWay } from './upload-machine.ts';
import './upload.css';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

function ignore(): void {}

/** Covers the page while a file is dragged over it, whichever page it is. */
export function DropOverlay() {
  const { bring, canBring, state, target } = useUpload();
  const [isOver, setOver] = useState(false);
  const depth = useRef(0);
  const latest = useRef(bring);
  latest.current = canBring ? bring : ignore;
  const isBusy = isUnderWay(state);

  useEffect(() => {
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth.current += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) setOver(false);
    };
    const over = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth.current = 0;
      setOver(false);
      latest.current([...(event.dataTransfer?.files ?? [])]);
    };
    const pairs = [
      ['dragenter', enter],
      ['dragleave', leave],
      ['dragover', over],
      ['drop', drop],
    ] as const;
    for (const [name, listener] of pairs) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of pairs) window.removeEventListener(name, listener);
    };
  }, []);

  if (!isOver || !canBring) return null;
  return (
    <div className="az-drop-overlay">
      <div>
        <ArrowUpload32Regular aria-hidden="true" />
        <p>{isBusy ? 'One file at a time: wait until the last one is in' : 'Drop the file to make a report from it'}</p>
        {!isBusy && target !== undefined && <p className="az-quiet">It goes to {target.name}</p>}
      </div>
    </div>
  );
}
