import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Facts } from '../ui/page.tsx'

/** Shown once: the secret is kept as a hash. */
export function CreatedKey({ id, secret, onClose }: { readonly id: string; readonly secret: string; readonly onClose: () => void }) {
  return (
    <Dialog
      title="The key is made"
      description="Copy the secret now. It is kept as a hash, and nobody can show it again."
      open
      onClose={onClose}
    >
      <Facts
        rows={[
          ['Key', <CopyText text={id} what="key" />],
          ['Secret', <CopyText text={secret} what="secret" />],
        ]}
      />
      <div style={{ display: 'flex', justifyContent: 'flex-end' }}>
        <Button kind="primary" onClick={onClose}>
          I have it
        </Button>
      </div>
    </Dialog>
  )
}
