import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { usePrincipals } from '../access/principals.ts'
import { call } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { SelectField } from '../ui/field.tsx'
import { instant } from '../ui/format.ts'
import { Card, Toolbar } from '../ui/page.tsx'
import { Failed } from '../ui/state.tsx'
import { onWhat } from './words.ts'

/** The last refusal of somebody: which rule, or the lack of which, and what would allow it. */
export function Explain({ cluster }: { readonly cluster: string }) {
  const principals = usePrincipals()
  const [principal, setPrincipal] = useState('')
  const explain = useMutation({ mutationFn: () => call('getExplanation', { params: { cluster_id: cluster }, query: { principal } }) })
  return (
    <Card title="Why was this refused?">
      <Toolbar>
        <SelectField
          label="Whose last refusal"
          options={[{ value: '', label: 'Choose who' }, ...principals.map((one) => ({ value: one.principal, label: one.name }))]}
          value={principal}
          onChange={({ target }) => setPrincipal(target.value)}
        />
        <Button disabled={principal === ''} busy={explain.isPending} onClick={() => explain.mutate()}>
          Explain
        </Button>
      </Toolbar>
      {explain.error === null ? null : <Failed problem={explain.error} />}
      {explain.data === undefined ? null : (
        <div>
          {explain.data.refused_at === undefined ? null : <p>Refused {instant(explain.data.refused_at)}.</p>}
          <p>{explain.data.text}</p>
          {explain.data.remedies.length === 0 ? null : (
            <ul style={{ paddingLeft: 20 }}>
              {explain.data.remedies.map((remedy) => (
                <li key={JSON.stringify(remedy)}>
                  {remedy.kind === 'acl'
                    ? `An ACL that allows ${remedy.acl.operation.toLowerCase()} on ${onWhat(remedy.acl as never)}`
                    : `The role ${remedy.role_name}`}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Card>
  )
}
