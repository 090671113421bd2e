import { Button } from '@fluentui/react-components';
import {
  Add20Regular,
  Dismiss20Regular,
  Home20Filled,
  Home20Regular,
  PeopleTeam20Filled,
  PeopleTeam20Regular,
  Person20Filled,
  Person20Regular,
  Share20Filled,
  Share20Regular,
} from '@fluentui/react-icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { NavLink } from 'react-router';
import type { Home } from '../../../../shared/contract/azimuth.ts';
import { NewWorkspaceDialog } from '../../features/workspace/new-workspace-dialog.tsx';

type LinkProps = { readonly to: string; readonly name: string; readonly icon: ReactNode; readonly active: ReactNode };

function RailLink({ to, name, icon, active }: LinkProps) {
  return (
    <li>
      <NavLink to={to} end className="az-rail-link" title={name}>
        {({ isActive }) => (
          <>
            <span aria-hidden="true" className="az-rail-icon">
              {isActive ? active : icon}
            </span>
            <span className="az-rail-name">{name}</span>
          </>
        )}
      </NavLink>
    </li>
  );
}

type Props = {
  readonly home: UseQueryResult<Home>;
  /** Guests make no workspaces. */
  readonly isGuest: boolean;
  readonly onClose?: () => void;
};

/** Home, what others shared, and the workspaces, one's own first. */
export function NavList({ home, isGuest, onClose }: Props) {
  const [isAdding, setAdding] = useState(false);
  const workspaces = home.data?.workspaces ?? [];
  const own = workspaces.filter((workspace) => workspace.kind === 'personal');
  const others = workspaces.filter((workspace) => workspace.kind === 'shared');
  return (
    <div className="az-nav">
      {onClose !== undefined && (
        <Button
          className="az-drawer-close"
          appearance="subtle"
          icon={<Dismiss20Regular />}
          aria-label="Close the menu"
          onClick={onClose}
        />
      )}
      <ul>
        <RailLink to="/" name="Home" icon={<Home20Regular />} active={<Home20Filled />} />
        <RailLink to="/shared" name="Shared with me" icon={<Share20Regular />} active={<Share20Filled />} />
      </ul>
      <div className="az-nav-title">
        <span>Workspaces</span>
        {!isGuest && (
          <Button
            size="small"
            appearance="subtle"
            icon={<Add20Regular />}
            aria-label="New workspace"
            title="New workspace"
            onClick={() => {
              onClose?.();
              setAdding(true);
            }}
          />
        )}
      </div>
      {home.isPending ? (
        <div className="az-nav-bones" aria-hidden="true">
          <span className="az-bone" />
          <span className="az-bone" />
        </div>
      ) : (
        <ul>
          {own.map(({ id, name }) => (
            <RailLink
              key={id}
              to={`/workspaces/${id}`}
              name={name}
              icon={<Person20Regular />}
              active={<Person20Filled />}
            />
          ))}
          {others.map(({ id, name }) => (
            <RailLink
              key={id}
              to={`/workspaces/${id}`}
              name={name}
              icon={<PeopleTeam20Regular />}
              active={<PeopleTeam20Filled />}
            />
          ))}
        </ul>
      )}
      {isAdding && <NewWorkspaceDialog onClose={() => setAdding(false)} />}
    </div>
  );
}
