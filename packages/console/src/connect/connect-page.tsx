import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { apiKeysQuery } from '../access/queries.ts'
import { call } from '../api/client.ts'
import { clusterQuery } from '../clusters/queries.ts'
import { CONNECT } from '../routes/paths.ts'
import { sessionQuery } from '../session/session.ts'
import { topicsQuery } from '../topics/queries.ts'
import { Button } from '../ui/button.tsx'
import { CopyBlock } from '../ui/copy.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Card, Page, Toolbar } from '../ui/page.tsx'
import { Failed, Loaded } from '../ui/state.tsx'
import { PROGRAMS } from './programs.ts'

interface Key {
  readonly id: string
  readonly secret: string
}

/** A program that runs as it is pasted: the language, a topic, and a key that is made here. */
export function ConnectPage() {
  const { environment, cluster: id } = useParams({ from: CONNECT })
  const { language, topic: chosen } = useSearch({ from: CONNECT })
  const navigate = useNavigate({ from: CONNECT })
  const cluster = useQuery(clusterQuery(environment, id))
  const session = useQuery(sessionQuery)
  const topics = useQuery(topicsQuery(id))
  const [key, setKey] = useState<Key | null>(null)
  const program = PROGRAMS.find((one) => one.id === language) ?? PROGRAMS[0]!
  const topic = chosen ?? topics.data?.[0]?.topic_name ?? ''
  const change = (search: { readonly language?: string; readonly topic?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...search }), replace: true })
  return (
    <Page title="Connect a client" sub="A program that produces ten records and reads them, ready to run.">
      <Toolbar>
        <SelectField
          label="Language"
          options={PROGRAMS.map((one) => ({ value: one.id, label: one.label }))}
          value={program.id}
          onChange={({ target }) => change({ language: target.value })}
        />
        {topics.data === undefined || topics.data.length === 0 ? (
          <TextField
            label="Topic"
            placeholder="create one first"
            value={topic}
            onChange={({ target }) => change({ topic: target.value })}
          />
        ) : (
          <SelectField
            label="Topic"
            options={topics.data.map(({ topic_name }) => ({ value: topic_name, label: topic_name }))}
            value={topic}
            onChange={({ target }) => change({ topic: target.value })}
          />
        )}
        <MakeKey environment={environment} cluster={id} owner={session.data?.user.id ?? ''} made={key} onMade={setKey} />
      </Toolbar>
      {key === null ? null : <p>The secret of {key.id} is shown here and never again: take it along.</p>}
      <Loaded query={cluster}>
        {({ spec }) => (
          <Card title={program.file}>
            <CopyBlock
              what="program"
              text={program.text({
                bootstrap: (spec.kafka_bootstrap_endpoint ?? '').replace(/^SASL_SSL:\/\//, ''),
                caFile: session.data?.ca_file ?? null,
                key: key?.id ?? 'API_KEY',
                secret: key?.secret ?? 'API_SECRET',
                topic,
              })}
            />
            {program.run.map((line) => (
              <code key={line}>{line}</code>
            ))}
          </Card>
        )}
      </Loaded>
    </Page>
  )
}

interface MakeKeyProps {
  readonly environment: string
  readonly cluster: string
  readonly owner: string
  readonly made: Key | null
  readonly onMade: (key: Key) => void
}

function MakeKey({ environment, cluster, owner, made, onMade }: MakeKeyProps) {
  const client = useQueryClient()
  const make = useMutation({
    mutationFn: () =>
      call('createIamV2ApiKey', {
        body: { spec: { display_name: 'first look', owner: { id: owner }, resource: { id: cluster, environment } } },
      }),
    onSuccess: async ({ id, spec }) => {
      onMade({ id, secret: spec.secret })
      await client.invalidateQueries(apiKeysQuery)
    },
  })
  return (
    <>
      <Button kind={made === null ? 'primary' : 'plain'} busy={make.isPending} disabled={owner === ''} onClick={() => make.mutate()}>
        {made === null ? 'Make a key and put it in' : 'Make another key'}
      </Button>
      {make.error === null ? null : <Failed problem={make.error} />}
    </>
  )
}
