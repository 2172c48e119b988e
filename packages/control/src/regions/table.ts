import type { Cloud } from '../entities.ts'

/**
 * Clouds and regions by the names everybody uses. Each is a named location of this machine and nothing more: provider, region and zones are
 * modelled, data is where Leat runs.
 */
export interface CloudRegions {
  readonly id: Lowercase<Cloud>
  readonly name: string
  /** Region id and where it is said to be. */
  readonly regions: readonly (readonly [id: string, place: string])[]
}

export const CLOUDS: Readonly<Record<Cloud, CloudRegions>> = {
  AWS: {
    id: 'aws',
    name: 'Amazon Web Services',
    regions: [
      ['af-south-1', 'Cape Town'],
      ['ap-east-1', 'Hong Kong'],
      ['ap-northeast-1', 'Tokyo'],
      ['ap-northeast-2', 'Seoul'],
      ['ap-northeast-3', 'Osaka'],
      ['ap-south-1', 'Mumbai'],
      ['ap-south-2', 'Hyderabad'],
      ['ap-southeast-1', 'Singapore'],
      ['ap-southeast-2', 'Sydney'],
      ['ap-southeast-3', 'Jakarta'],
      ['ca-central-1', 'Montreal'],
      ['eu-central-1', 'Frankfurt'],
      ['eu-central-2', 'Zurich'],
      ['eu-north-1', 'Stockholm'],
      ['eu-south-1', 'Milan'],
      ['eu-south-2', 'Spain'],
      ['eu-west-1', 'Ireland'],
      ['eu-west-2', 'London'],
      ['eu-west-3', 'Paris'],
      ['me-central-1', 'United Arab Emirates'],
      ['me-south-1', 'Bahrain'],
      ['sa-east-1', 'Sao Paulo'],
      ['us-east-1', 'N. Virginia'],
      ['us-east-2', 'Ohio'],
      ['us-west-1', 'N. California'],
      ['us-west-2', 'Oregon'],
    ],
  },
  GCP: {
    id: 'gcp',
    name: 'Google Cloud Platform',
    regions: [
      ['asia-east1', 'Taiwan'],
      ['asia-east2', 'Hong Kong'],
      ['asia-northeast1', 'Tokyo'],
      ['asia-northeast3', 'Seoul'],
      ['asia-south1', 'Mumbai'],
      ['asia-southeast1', 'Singapore'],
      ['asia-southeast2', 'Jakarta'],
      ['australia-southeast1', 'Sydney'],
      ['europe-north1', 'Finland'],
      ['europe-west1', 'Belgium'],
      ['europe-west2', 'London'],
      ['europe-west3', 'Frankfurt'],
      ['europe-west4', 'Netherlands'],
      ['europe-west6', 'Zurich'],
      ['me-central2', 'Dammam'],
      ['northamerica-northeast1', 'Montreal'],
      ['northamerica-northeast2', 'Toronto'],
      ['southamerica-east1', 'Sao Paulo'],
      ['us-central1', 'Iowa'],
      ['us-east1', 'S. Carolina'],
      ['us-east4', 'N. Virginia'],
      ['us-south1', 'Dallas'],
      ['us-west1', 'Oregon'],
      ['us-west2', 'Los Angeles'],
      ['us-west4', 'Las Vegas'],
    ],
  },
  AZURE: {
    id: 'azure',
    name: 'Azure',
    regions: [
      ['australiaeast', 'New South Wales'],
      ['brazilsouth', 'Sao Paulo'],
      ['canadacentral', 'Toronto'],
      ['centralindia', 'Pune'],
      ['centralus', 'Iowa'],
      ['eastasia', 'Hong Kong'],
      ['eastus', 'Virginia'],
      ['eastus2', 'Virginia'],
      ['francecentral', 'Paris'],
      ['germanywestcentral', 'Frankfurt'],
      ['japaneast', 'Tokyo'],
      ['koreacentral', 'Seoul'],
      ['northeurope', 'Ireland'],
      ['norwayeast', 'Oslo'],
      ['southafricanorth', 'Johannesburg'],
      ['southcentralus', 'Texas'],
      ['southeastasia', 'Singapore'],
      ['swedencentral', 'Gavle'],
      ['switzerlandnorth', 'Zurich'],
      ['uaenorth', 'Dubai'],
      ['uksouth', 'London'],
      ['westeurope', 'Netherlands'],
      ['westus2', 'Washington'],
      ['westus3', 'Arizona'],
    ],
  },
}

export function isCloud(name: string): name is Cloud {
  return Object.hasOwn(CLOUDS, name)
}

export function hasRegion(cloud: Cloud, region: string): boolean {
  return CLOUDS[cloud].regions.some(([id]) => id === region)
}

/** Zone names as each provider forms them. */
export function zonesOf(cloud: Cloud, region: string): readonly string[] {
  switch (cloud) {
    case 'AWS':
      return ['a', 'b', 'c'].map((zone) => region + zone)
    case 'GCP':
      return ['a', 'b', 'c'].map((zone) => `${region}-${zone}`)
    case 'AZURE':
      return ['1', '2', '3']
  }
}
