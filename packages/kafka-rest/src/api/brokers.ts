import { endpoint } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, Integer, KAFKA, listOf, Relationship, resource } from './resource.ts'

export const BrokerData = resource('KafkaBroker', {
  cluster_id: v.string(),
  broker_id: Integer,
  host: v.nullish(v.string()),
  port: v.nullish(Integer),
  rack: v.nullish(v.string()),
  configs: Relationship,
  partition_replicas: Relationship,
})
export type BrokerData = v.InferOutput<typeof BrokerData>

const BrokerDataList = listOf('KafkaBrokerList', BrokerData)

export const listKafkaBrokers = endpoint({
  ...KAFKA,
  id: 'listKafkaBrokers',
  method: 'GET',
  path: `${CLUSTER}/brokers`,
  summary: 'List Brokers',
  returns: { status: 200, schema: BrokerDataList },
})

export const getKafkaBroker = endpoint({
  ...KAFKA,
  id: 'getKafkaBroker',
  method: 'GET',
  path: `${CLUSTER}/brokers/{broker_id}`,
  summary: 'Get Broker',
  returns: { status: 200, schema: BrokerData },
})
