import type { ReactNode } from 'react';
import './states.css';

type Props = { readonly icon?: ReactNode; readonly title: string; readonly children?: ReactNode };

/** Nothing here yet, and what to do about it. */
export function EmptyView({ icon, title, children }: Props) {
  return (
    <div className="az-empty">
      {icon !== undefined && (
        <span className="az-empty-icon" aria-hidden="true">
          {icon}
        </span>
      )}
      <p className="az-empty-title">{title}</p>
      {children}
    </div>
  );
}
