export {
  ACL_OPERATIONS,
  type AclBinding,
  CLUSTER_RESOURCE,
  type Operation,
  OPERATIONS,
  PATTERN_TYPES,
  type PatternType,
  type Permission,
  PERMISSIONS,
  type PrincipalName,
  RESOURCE_TYPES,
  type ResourcePattern,
  type ResourceType,
  type RoleGrant,
  type RoleSource,
  WILDCARD,
} from './vocabulary.ts'
export { type ClientQuota, type ClusterLimits, type Fact, type Login, NO_LIMITS } from './facts.ts'
export type { AuditGap, AuditSink, AuthenticationEvent, AuthorizationEvent, DataPlaneEvent, Reason } from './audit-event.ts'
export type { Caller, KeyResource } from './caller.ts'
export { aclKey, type Question, type Rules, rulesOf, type Verdict } from './rules.ts'
export { type AclFilter, matchesFilter } from './acl-filter.ts'
export { type ConfigRules, type SettingRange, settingRefusal, type WantedSetting } from './config-rules.ts'
