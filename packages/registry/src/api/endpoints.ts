import type { Endpoint } from '@leat/rest'
import { listSubjects, lookUpSchema, deleteSubject, getLatestWithMetadata } from './subjects.ts'
import { listVersions, registerSchema, getVersion, getVersionText, listReferencedBy, modifyTags, deleteVersion } from './versions.ts'
import { listSchemas, listTypes, getById, getTextById, listSubjectsOfId, listVersionsOfId, getByGuid, listIdsOfGuid } from './schemas.ts'
import { checkVersion, checkSubject } from './compatibility.ts'
import { getGlobalConfig, putGlobalConfig, deleteGlobalConfig, getConfig, putConfig, deleteConfig, getClusterConfig } from './config.ts'
import { getGlobalMode, putGlobalMode, deleteGlobalMode, getMode, putMode, deleteMode } from './mode.ts'
import { listContexts, deleteContext } from './contexts.ts'
import { getRoot, postRoot, getServerId, getServerVersion, getDeployment } from './server.ts'
import {
  listAssociationsOfSubject,
  listAssociationsOfResource,
  listAssociationsOfName,
  createAssociation,
  updateAssociation,
  deleteAssociations,
  batchGetAssociations,
  batchMutateAssociations,
} from './associations.ts'

export const registryEndpoints: readonly Endpoint[] = [
  listSubjects,
  lookUpSchema,
  deleteSubject,
  getLatestWithMetadata,
  listVersions,
  registerSchema,
  getVersion,
  getVersionText,
  listReferencedBy,
  modifyTags,
  deleteVersion,
  listSchemas,
  listTypes,
  getById,
  getTextById,
  listSubjectsOfId,
  listVersionsOfId,
  getByGuid,
  listIdsOfGuid,
  checkVersion,
  checkSubject,
  getGlobalConfig,
  putGlobalConfig,
  deleteGlobalConfig,
  getConfig,
  putConfig,
  deleteConfig,
  getClusterConfig,
  getGlobalMode,
  putGlobalMode,
  deleteGlobalMode,
  getMode,
  putMode,
  deleteMode,
  listContexts,
  deleteContext,
  getRoot,
  postRoot,
  getServerId,
  getServerVersion,
  getDeployment,
  listAssociationsOfSubject,
  listAssociationsOfResource,
  listAssociationsOfName,
  createAssociation,
  updateAssociation,
  deleteAssociations,
  batchGetAssociations,
  batchMutateAssociations,
]
