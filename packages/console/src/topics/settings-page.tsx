import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { TOPIC_SETTINGS } from '../routes/paths.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { FormDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { sectionClass } from '../ui/page.tsx'
import { Loaded } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { tell } from '../ui/toast.tsx'
import { DeleteTopic } from './delete-topic.tsx'
import { settingsQuery } from './queries.ts'
import { defaultOf, groupSettings, inWords, isOwn, type Setting } from './settings.ts'
import { TopicPage } from './topic-page.tsx'

export function SettingsPage() {
  const { environment, cluster, topic } = useParams({ from: TOPIC_SETTINGS })
  const query = useQuery(settingsQuery(cluster, topic))
  const [edited, setEdited] = useState<Setting | null>(null)
  const columns: readonly Column<Setting>[] = [
    { key: 'name', title: 'Setting', width: '32%', cell: ({ name }) => <code>{name}</code> },
    { key: 'value', title: 'Value', width: '38%', cell: (setting) => <Value setting={setting} value={setting.value ?? ''} /> },
    { key: 'default', title: 'Default', cell: (setting) => (isOwn(setting) ? <Value setting={setting} value={defaultOf(setting)} /> : '') },
    {
      key: 'edit',
      title: '',
      right: true,
      cell: (setting) => (
        <Button small disabled={setting.is_read_only} onClick={() => setEdited(setting)} aria-label={`Edit ${setting.name}`}>
          Edit
        </Button>
      ),
    },
  ]
  return (
    <TopicPage view="Settings" actions={<DeleteTopic environment={environment} cluster={cluster} topic={topic} />}>
      <Loaded query={query}>
        {(settings) =>
          groupSettings(settings).map(([title, some]) => (
            <section key={title} className={sectionClass}>
              <h2>{title}</h2>
              <Table label={title} rows={some} columns={columns} rowKey={({ name }) => name} />
            </section>
          ))
        }
      </Loaded>
      {edited === null ? null : (
        <EditSetting key={edited.name} cluster={cluster} topic={topic} setting={edited} onClose={() => setEdited(null)} />
      )}
    </TopicPage>
  )
}

function Value({ setting, value }: { readonly setting: Setting; readonly value: string }) {
  const words = inWords(setting, value)
  return (
    <>
      <code>{value === '' ? '–' : value}</code> {words === null ? null : <span>{words}</span>}{' '}
      {isOwn(setting) && value === setting.value ? <Badge>set here</Badge> : null}
    </>
  )
}

interface EditSettingProps {
  readonly cluster: string
  readonly topic: string
  readonly setting: Setting
  readonly onClose: () => void
}

function EditSetting({ cluster, topic, setting, onClose }: EditSettingProps) {
  const [value, setValue] = useState(setting.value ?? '')
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (operation: 'SET' | 'DELETE') =>
      call('updateKafkaTopicConfigBatch', {
        params: { cluster_id: cluster, topic_name: topic },
        body: { data: [{ name: setting.name, operation, ...(operation === 'SET' ? { value } : {}) }] },
      }),
    onSuccess: async () => {
      await client.invalidateQueries(settingsQuery(cluster, topic))
      tell(`${setting.name} is changed`)
      onClose()
    },
  })
  return (
    <FormDialog
      title={setting.name}
      submit="Save"
      open
      busy={save.isPending}
      problem={save.error}
      ready={value !== (setting.value ?? '')}
      onClose={onClose}
      onSubmit={() => save.mutate('SET')}
    >
      <TextField
        label="Value"
        hint={inWords(setting, value) ?? `Default: ${defaultOf(setting) || 'none'}`}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        autoFocus
        autoComplete="off"
      />
      {isOwn(setting) ? (
        <div>
          <Button small busy={save.isPending} onClick={() => save.mutate('DELETE')}>
            Back to the default, {defaultOf(setting) || 'none'}
          </Button>
        </div>
      ) : null}
    </FormDialog>
  )
}
