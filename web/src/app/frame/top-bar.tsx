import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { Navigation20Regular } from '@fluentui/react-icons';
import { Link } from 'react-router';
import { useMe } from '../../api/get-me.ts';
import { Mark } from '../../ui/mark.tsx';
import { useSession } from '../session/session-context.ts';
import { chooseTheme, THEME_CHOICES, type ThemeChoice, useThemeChoice } from '../theme/theme-choice.ts';
import { CrumbTarget } from './crumbs.tsx';

const THEME_NAMES: { readonly [C in ThemeChoice]: string } = { light: 'Light', dark: 'Dark', system: 'As my system' };

function PersonMenu() {
  const session = useSession();
  const me = useMe();
  const choice = useThemeChoice();
  const name = me.data?.displayName ?? session.name;
  return (
    <Menu checkedValues={{ theme: [choice] }} onCheckedValueChange={(_, data) => pick(data.checkedItems[0])}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="transparent"
          className="az-person"
          aria-label={`${name}: account and appearance`}
          icon={<span className="az-initials" data-initials={initialsOf(name)} />}
        />
      </MenuTrigger>
      <MenuPopover>
        <div className="az-person-card">
          <strong>{name}</strong>
          <span>{me.data?.signInName ?? session.signInName}</span>
          {me.data !== undefined && <span>{me.data.tenantName}</span>}
        </div>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>Appearance</MenuGroupHeader>
            {THEME_CHOICES.map((one) => (
              <MenuItemRadio key={one} name="theme" value={one}>
                {THEME_NAMES[one]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuItem onClick={() => void session.signOut()}>Sign out</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('');
}

function pick(choice: string | undefined): void {
  const known = THEME_CHOICES.find((one) => one === choice);
  if (known !== undefined) chooseTheme(known);
}

/** The slim bar above every page: the product, where one is, who one is. */
export function TopBar({ onMenu }: { readonly onMenu: () => void }) {
  return (
    <header className="az-top">
      <Button
        className="az-menu-button"
        appearance="subtle"
        icon={<Navigation20Regular />}
        aria-label="Open the menu"
        onClick={onMenu}
      />
      <Link to="/" className="az-brand" aria-label="Azimuth, first page">
        <Mark size={26} />
        <span>Azimuth</span>
      </Link>
      <CrumbTarget />
      <span className="az-top-space" />
      <PersonMenu />
    </header>
  );
}
