import { Link } from 'react-router';
import type { Page } from '../../../../shared/report/report.ts';

type Props = {
  readonly reportId: string;
  readonly pages: readonly Pick<Page, 'name' | 'displayName'>[];
  readonly current: string;
};

/** The pages of a report, each with an address of its own. */
export function PageTabs({ reportId, pages, current }: Props) {
  return (
    <nav className="az-page-tabs" aria-label="Pages of the report">
      <ul>
        {pages.map(({ name, displayName }) => (
          <li key={name}>
            <Link
              to={`/reports/${reportId}/${encodeURIComponent(name)}`}
              aria-current={name === current ? 'page' : undefined}
            >
              {displayName}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
