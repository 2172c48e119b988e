import { endpoint, type Method } from '@leat/rest'
import * as v from 'valibot'
import { CLUSTER, KAFKA, listOf } from './resource.ts'

/** Cluster links do not exist yet: lists are empty, and nothing can be done with a link by its name. */
const NoLinks = listOf('KafkaLinkDataList', v.never())
const NoMirrors = listOf('KafkaMirrorDataList', v.never())

const LINKS = `${CLUSTER}/links` as const
const LINK = `${LINKS}/{link_name}` as const

export const listKafkaLinks = endpoint({
  ...KAFKA,
  id: 'listKafkaLinks',
  method: 'GET',
  path: LINKS,
  summary: 'List all cluster links in the dest cluster',
  returns: { status: 200, schema: NoLinks },
})

export const listKafkaMirrorTopics = endpoint({
  ...KAFKA,
  id: 'listKafkaMirrorTopics',
  method: 'GET',
  path: `${LINKS}/-/mirrors`,
  summary: 'List mirror topics',
  returns: { status: 200, schema: NoMirrors },
})

/** What cannot be done without links. Bodies are not looked at. */
export const createKafkaLink = onNoLink('createKafkaLink', 'POST', LINKS, 'Create a cluster link', 204)

export const linkOperationsByName = [
  onNoLink('getKafkaLink', 'GET', LINK, 'Describe the cluster link', 200),
  onNoLink('deleteKafkaLink', 'DELETE', LINK, 'Delete the cluster link', 200),
  onNoLink('listKafkaLinkConfigs', 'GET', `${LINK}/configs`, 'List all configs of the cluster link', 200),
  onNoLink('updateKafkaLinkConfigBatch', 'PUT', `${LINK}/configs:alter`, 'Batch Alter Cluster Link Configs', 204),
  onNoLink('getKafkaLinkConfigs', 'GET', `${LINK}/configs/{config_name}`, 'Describe the config under the cluster link', 200),
  onNoLink('updateKafkaLinkConfig', 'PUT', `${LINK}/configs/{config_name}`, 'Alter the config under the cluster link', 204),
  onNoLink('deleteKafkaLinkConfig', 'DELETE', `${LINK}/configs/{config_name}`, 'Reset the given config to default value', 204),
  onNoLink('listKafkaMirrorTopicsUnderLink', 'GET', `${LINK}/mirrors`, 'List mirror topics', 200),
  onNoLink('createKafkaMirrorTopic', 'POST', `${LINK}/mirrors`, 'Create a mirror topic', 204),
  onNoLink('readKafkaMirrorTopic', 'GET', `${LINK}/mirrors/{mirror_topic_name}`, 'Describe the mirror topic', 200),
]

function onNoLink<const Path extends string>(id: string, method: Method, path: Path, summary: string, status: number) {
  return endpoint({ ...KAFKA, id, method, path, summary, returns: { status, schema: null } })
}
