import { Persona } from '@fluentui/react-components';
import type { Person } from '../../../shared/contract/azimuth.ts';
import './principal.css';

/** What to call those who are no ordinary colleagues; people of the organisation need no word. */
const KIND_WORDS: { readonly [K in Person['kind']]: string } = {
  user: '',
  guest: 'Guest',
  group: 'Group',
  service: 'App',
};

type Props = {
  readonly principal: Pick<Person, 'displayName' | 'signInName' | 'kind'>;
  readonly className?: string;
};

/** A person, guest, group or application, with its name and what it is. */
export function Principal({ principal, className = '' }: Props) {
  const { displayName, signInName, kind } = principal;
  const word = KIND_WORDS[kind];
  return (
    <Persona
      name={displayName}
      primaryText={
        <>
          <span>{displayName}</span>
          {word !== '' && <span className="az-badge">{word}</span>}
        </>
      }
      {...(signInName === '' ? {} : { secondaryText: signInName })}
      textAlignment="center"
      avatar={{
        color: 'colorful',
        'aria-hidden': true,
        shape: kind === 'group' || kind === 'service' ? 'square' : 'circular',
      }}
      className={`az-principal ${className}`}
    />
  );
}
