import { type ReactNode, useId } from 'react';
import type { Visual } from '../../../shared/report/report.ts';
import './visuals.css';

type Props = {
  readonly visual: Visual;
  readonly title: string;
  readonly subtitle: string;
  readonly menu?: ReactNode;
  readonly titleAs?: (title: ReactNode) => ReactNode;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
};

/** The card around a visual: its title, a word below it, a menu, the picture. */
export function VisualCard({ visual, title, subtitle, menu, titleAs, foot, children }: Props) {
  const id = useId();
  return (
    <section className="az-visual" aria-labelledby={id} data-visual={visual.name} data-visual-type={visual.type}>
      <header className="az-visual-head">
        <div className="az-visual-titles">
          <h2 id={id} title={title}>
            {titleAs === undefined ? title : titleAs(title)}
          </h2>
          {subtitle !== '' && <p title={subtitle}>{subtitle}</p>}
        </div>
        {menu}
      </header>
      <div className="az-visual-body">{children}</div>
      {foot}
    </section>
  );
}
