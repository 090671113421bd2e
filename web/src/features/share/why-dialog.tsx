import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { useAccess } from '../../api/explain-access.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { AccessAnswer } from './access-answer.tsx';
import type { ShownItem } from './shown-item.ts';

type Props = { readonly item: ShownItem; readonly onClose: () => void };

/** Tells everybody by which roles, shares and links they see what they see. */
export function WhyDialog({ item, onClose }: Props) {
  const access = useAccess(item, 'me');
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className="az-dialog az-share">
        <DialogBody>
          <DialogTitle>Why do I see “{item.name}”?</DialogTitle>
          <DialogContent className="az-form">
            <QueryView isPart query={access} skeleton={<span className="az-bone" style={{ height: 72 }} />}>
              {(explanation) => <AccessAnswer isMe explanation={explanation} item={item} />}
            </QueryView>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
