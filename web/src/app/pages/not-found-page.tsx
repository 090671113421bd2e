import { Link } from 'react-router';
import { useCrumbs } from '../frame/crumbs.tsx';

const HERE = [{ name: 'Not found' }];

export function NotFoundPage() {
  useCrumbs(HERE);
  return (
    <div className="az-page">
      <div className="az-page-head">
        <h1>There is no such page</h1>
      </div>
      <p>
        The address may have been cut or mistyped. <Link to="/">Go to the first page</Link>
      </p>
    </div>
  );
}
