import { saveFile } from '../ui/save-file.ts'
import { EXPORT_TYPES, type ExportFormat, exported } from './export.ts'
import type { Message } from './lines.ts'
import styles from './messages.module.css'

/** What is shown, as a file. */
export function ExportButton({ topic, messages }: { readonly topic: string; readonly messages: readonly Message[] }) {
  const save = (format: ExportFormat) =>
    saveFile(`${topic}.${format}`, new Blob([exported(messages, format)], { type: EXPORT_TYPES[format] }))
  return (
    <select
      className={styles['select']}
      aria-label="Save the shown records"
      value=""
      disabled={messages.length === 0}
      onChange={({ target }) => save(target.value as ExportFormat)}
    >
      <option value="">Save as…</option>
      <option value="jsonl">JSON lines</option>
      <option value="csv">CSV</option>
    </select>
  )
}
