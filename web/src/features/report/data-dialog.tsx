import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { Answer } from '../../../../shared/query/question.ts';
import type { Visual } from '../../../../shared/report/report.ts';
import { TableView } from '../../visuals/table-view.tsx';

type Props = { readonly visual: Visual; readonly answer: Answer; readonly onClose: () => void };

/** The numbers behind a picture. */
export default function DataDialog({ visual, answer, onClose }: Props) {
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className="az-data-dialog">
        <DialogBody>
          <DialogTitle>{visual.title}</DialogTitle>
          <DialogContent className="az-data-content">
            <TableView visual={visual} answer={answer} label={`Data of ${visual.title}`} />
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
