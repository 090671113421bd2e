import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { Link } from '../../../../shared/contract/azimuth.ts';
import { useDeleteLink, useLinks } from '../../api/links.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { InlineProblem } from '../../ui/inline-problem.tsx';
import { CopyButton } from './copy-button.tsx';
import { linkNote, linkTitle } from './link-words.ts';
import './share.css';

function LinkRow({ link, onDelete }: { readonly link: Link; readonly onDelete: () => void }) {
  const title = linkTitle(link);
  return (
    <li>
      <div className="az-link-words">
        <p className="az-link-title">{title}</p>
        <p className="az-quiet">{linkNote(link)}</p>
        <p className="az-link-url" title={link.url}>
          {link.url}
        </p>
      </div>
      <div className="az-link-actions">
        <CopyButton text={link.url} label={`Copy the link for ${title}`} />
        <Button size="small" onClick={onDelete} aria-label={`Delete the link for ${title}`}>
          Delete
        </Button>
      </div>
    </li>
  );
}

/** The links of a report, with copying and deleting. */
export function LinkList({ reportId }: { readonly reportId: string }) {
  const links = useLinks(reportId);
  const remove = useDeleteLink(reportId);
  const [leaving, setLeaving] = useState<Link>();
  return (
    <>
      {links.isError && <InlineProblem thrown={links.error} />}
      {links.isPending && <span className="az-bone" style={{ height: 40 }} />}
      {links.data?.links.length === 0 && <p className="az-quiet">There are no links to this report yet.</p>}
      <ul className="az-link-list">
        {links.data?.links.map((link) => (
          <LinkRow key={link.id} link={link} onDelete={() => setLeaving(link)} />
        ))}
      </ul>
      {leaving !== undefined && (
        <ConfirmDialog
          title="Delete the link?"
          action="Delete"
          busyAction="Deleting…"
          isBusy={remove.isPending}
          thrown={remove.error}
          onConfirm={() => remove.mutate(leaving.id, { onSuccess: () => setLeaving(undefined) })}
          onClose={() => setLeaving(undefined)}
        >
          {leaving.kind === 'existing'
            ? 'The address stops working. Nobody loses access.'
            : 'It stops working, and everybody who came by it loses what it gave them.'}
        </ConfirmDialog>
      )}
    </>
  );
}
