import type { Person } from '../../../../shared/contract/azimuth.ts';
import type { WorkspaceUser } from '../../api/workspace-users.ts';

/** The sign-in names that Entra gives guests hold this mark; Power BI's contract says nothing else of them. */
const GUEST_MARK = '#EXT#';

/** What a member of a workspace is. */
export function kindOfUser({ principalType, emailAddress = '' }: WorkspaceUser): Person['kind'] {
  if (principalType === 'Group') return 'group';
  if (principalType === 'App') return 'service';
  return emailAddress.toUpperCase().includes(GUEST_MARK) ? 'guest' : 'user';
}
