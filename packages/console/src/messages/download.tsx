import { useMutation } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { saveFile } from '../ui/save-file.ts'
import type { Message } from './lines.ts'

export interface DownloadProps {
  readonly cluster: string
  readonly topic: string
  readonly message: Message
  readonly part: 'key' | 'value'
}

/** The bytes as they are in the log. A plain link would not carry the page's own header, without which the session is nothing. */
export function Download({ cluster, topic, message: { partition, offset }, part }: DownloadProps) {
  const download = useMutation({
    mutationFn: async () => {
      const params = { cluster_id: cluster, topic_name: topic, partition_id: String(partition), offset: String(offset), part }
      saveFile(`${topic}-${partition}-${offset}.${part}`, await (await send('getRecordBytes', { params })).blob())
    },
  })
  return (
    <Button small busy={download.isPending} onClick={() => download.mutate()} title={download.error?.message}>
      {download.isError ? 'Failed: try again' : 'Download'}
    </Button>
  )
}
