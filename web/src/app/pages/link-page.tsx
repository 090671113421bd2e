import { Link, Navigate, useParams } from 'react-router';
import { useMe } from '../../api/get-me.ts';
import { asProblem } from '../../api/problem.ts';
import { useRedeemedLink } from '../../api/redeem-link.ts';
import { InlineProblem } from '../../ui/inline-problem.tsx';
import { itemAddress } from '../../ui/kind-icon.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { useCrumbs } from '../frame/crumbs.tsx';
import { useSession } from '../session/session-context.ts';
import { ReportBones } from './report-bones.tsx';
import './bones.css';

const HERE = [{ name: 'Link' }];

/** Says the same to those for whom a link is not, and where there is none: nobody learns what links there are. */
function NotForYou({ thrown }: { readonly thrown: unknown }) {
  const session = useSession();
  const me = useMe();
  return (
    <>
      <div className="az-page-head">
        <h1>This link does not open for you</h1>
      </div>
      <div className="az-form az-link-refused">
        <p>
          It may have been deleted, or it was made for other people. You are signed in as{' '}
          <strong>{me.data?.signInName ?? session.signInName}</strong>. Ask whoever sent it to share the report with
          this account.
        </p>
        <InlineProblem thrown={thrown} />
        <p>
          <Link to="/">Go to the first page</Link>
        </p>
      </div>
    </>
  );
}

/** Where a sharing link leads: it is redeemed, and then the report opens. */
export default function LinkPage() {
  const { linkId = '' } = useParams();
  const redeemed = useRedeemedLink(linkId);
  const isRefused = redeemed.isError && [403, 404].includes(asProblem(redeemed.error).status);
  useCrumbs(HERE);
  return (
    <div className="az-page">
      {isRefused ? (
        <NotForYou thrown={redeemed.error} />
      ) : (
        <QueryView query={redeemed} skeleton={<ReportBones />} title="The link could not be opened">
          {({ kind, itemId }) => <Navigate replace to={itemAddress({ kind, id: itemId }) ?? '/'} />}
        </QueryView>
      )}
    </div>
  );
}
