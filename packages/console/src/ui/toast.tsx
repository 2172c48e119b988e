import { Toast } from '@base-ui/react/toast'
import type { ReactNode } from 'react'
import styles from './toast.module.css'

const manager = Toast.createToastManager()

/** Says that something was done; gone after a few seconds. What went wrong is said where it was asked for instead. */
export function tell(title: string): void {
  manager.add({ title })
}

export function ToastRegion({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles['viewport']}>
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Toasts() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles['toast']}>
      <Toast.Title render={<div />} />
    </Toast.Root>
  ))
}
